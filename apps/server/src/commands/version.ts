import { readFileSync } from 'node:fs';
import { defineCommand } from '../cli/command.ts';
import { at } from '../cli/read-path.ts';

/** The version of this package. */
export const version = (): string =>
  String(at(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')), 'version'));

export const showVersion = defineCommand({
  summary: 'Print the version of this command line',
  reach: 'here',
  run: async ({ session: { out } }) => {
    if (out.json) await out.document({ version: version() });
    else await out.lines([version()]);
    return 0;
  },
});
