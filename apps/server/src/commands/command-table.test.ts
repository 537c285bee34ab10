import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Command } from '../cli/command.ts';
import { findCommand } from '../cli/parsing/find-command.ts';
import { optionsOf, parseArguments } from '../cli/parsing/parse-arguments.ts';
import { commandHelp, groupHelp, overviewHelp } from '../cli/show/help-text.ts';
import { referencePage } from '../cli/show/reference-page.ts';
import { commandTable } from './command-table.ts';

const all = await Promise.all(
  Object.entries(commandTable).flatMap(([name, entry]) =>
    'load' in entry
      ? [entry.load().then((command) => ({ path: [name], command }))]
      : Object.entries(entry.commands).map(([verb, load]) =>
          load().then((command) => ({ path: [name, verb], command })),
        ),
  ),
);
const named = all.map(({ path, command }): [string, readonly string[], Command] => [path.join(' '), path, command]);

/** The calls of portico in what a shell would read, each divided into words, up to a pipe or a redirection. */
const callsIn = (script: string): readonly (readonly string[])[] =>
  [...script.replaceAll(/'[^']*'|"[^"]*"/gu, 'quoted').matchAll(/(?:^|[ (|])portico (?<words>[^|<>;&)#]*)/gu)].map(
    ({ groups }) => (groups?.['words'] ?? '').trim().split(/\s+/u),
  );

const canBeTyped = async (words: readonly string[]): Promise<void> => {
  const found = findCommand(commandTable, words);
  if (found.kind !== 'command') throw new Error(`"${words.join(' ')}" names no command`);
  const command = await found.load();
  if (command.reach !== 'raw') parseArguments(found.path, command, found.rest, 0);
};

describe('the table of commands', () => {
  test('MUST hold what operators need', () => {
    expect(all.length).toBeGreaterThan(35);
  });

  test.each(named)(
    '%s MUST say what it does in one sentence, and have examples that can be typed',
    async (_name, path, command) => {
      expect(command.summary).toMatch(/^\p{Lu}.*[^.]$/u);
      if (commandTable[path[0] as string]?.hidden !== true && command.reach !== 'here')
        expect(command.examples.length).toBeGreaterThan(0);
      for (const example of command.examples) {
        const calls = callsIn(example);
        expect(calls).not.toEqual([]);
        for (const words of calls) await canBeTyped(words);
      }
    },
  );

  test.each(named)('%s MUST NOT give an option of its own a name that every command has', (_name, _path, command) => {
    expect(Object.keys(optionsOf(command))).toHaveLength(
      Object.keys(command.options).length + Object.keys(optionsOf({ ...command, options: {} })).length,
    );
  });

  test.each(named)('%s MUST explain itself: usage, every argument and option', (name, path, command) => {
    const help = commandHelp(path, command);
    expect(help).toContain(`Usage: portico ${name}`);
    for (const option of Object.keys(command.options)) expect(help).toContain(`--${option}`);
    for (const line of help.split('\n').filter((one) => !one.startsWith('  ')))
      expect(line.length).toBeLessThanOrEqual(100);
  });

  test('MUST show every group and command in the help', async () => {
    const overview = await overviewHelp(commandTable);
    for (const [name, entry] of Object.entries(commandTable)) {
      if (entry.hidden === true) continue;
      expect(overview).toContain(`  ${name}`);
      if ('commands' in entry)
        for (const verb of Object.keys(entry.commands))
          expect(await groupHelp(name, commandTable)).toContain(`  ${verb}`);
    }
  });
});

// `vitest run apps/server/src/commands/command-table.test.ts --update` writes it anew.
test('the reference page MUST be what the table says', async () => {
  await expect(await referencePage(commandTable)).toMatchFileSnapshot('../../../../docs/reference/cli.md');
});

test('what the page on operating from the shell shows MUST be commands that can be typed', async () => {
  const page = readFileSync(new URL('../../../../docs/how-to/operate-from-the-shell.md', import.meta.url), 'utf8');
  const shown = [...page.matchAll(/^```sh\n(?<script>.*?)^```$/gmsu)].flatMap(({ groups }) =>
    (groups?.['script'] ?? '').split('\n').flatMap(callsIn),
  );
  expect(shown.length).toBeGreaterThan(40);
  for (const words of shown) await canBeTyped(words);
});
