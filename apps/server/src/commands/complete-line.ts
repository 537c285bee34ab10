import { defineCommand } from '../cli/command.ts';
import { complete, type AskOffer } from '../cli/completion/complete.ts';
import { createApiClient } from '../cli/http/api-client.ts';
import { findConnection } from '../cli/http/connection.ts';
import { readProfiles } from '../cli/http/profiles.ts';
import { listAt, textAt } from '../cli/read-path.ts';
import type { Session } from '../cli/session.ts';

/** A person waits at the prompt. */
const patienceMs = 1_000;

const after = (argv: readonly string[], name: string): string | null => {
  const place = argv.lastIndexOf(name);
  return place === -1 ? null : (argv[place + 1] ?? null);
};

const asker =
  ({ terminal, language, globals }: Session): AskOffer =>
  async (offer, argv) => {
    try {
      if (offer === 'profiles') return Object.keys(readProfiles(terminal.env).profiles);
      const asked = { url: after(argv, '--url'), profile: after(argv, '--profile'), key: null, 'key-file': null };
      const connection = await findConnection({ ...globals, ...asked }, terminal);
      if (connection.key === null) return [];
      const patience = { ...terminal, signal: AbortSignal.timeout(patienceMs) };
      const api = createApiClient({ connection, language, timeoutMs: patienceMs, terminal: patience });
      const [path, member] = offer === 'platforms' ? ['/task-center/platforms', 'code'] : ['/lanes', 'name'];
      return listAt(await api.get(path), 'items').map((item) => textAt(item, member));
    } catch {
      // Nobody wants to read about it in the middle of a line.
      return [];
    }
  };

/** What the completion scripts call: the word at hand, `--`, and the words before it. A line a word, a tab before what it means. */
export const completeLine = defineCommand({
  summary: 'Answer the completion scripts',
  reach: 'raw',
  run: async ({ args: [begun = '', , ...argv], session }) => {
    const { commandTable } = await import('./command-table.ts');
    const offered = await complete(commandTable, argv, begun, asker(session));
    const lines = offered.kind === 'files' ? [':files'] : offered.words.map(({ word, about }) => `${word}\t${about}`);
    await session.out.lines(lines);
    return 0;
  },
});
