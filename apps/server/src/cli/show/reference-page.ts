import type { Command, CommandTable, Section } from '../command.ts';
import { exitCodeMeanings, exitCodes } from '../exit-codes.ts';
import { localOptions, serverOptions } from '../parsing/global-options.ts';
import type { Options } from '../parsing/option.ts';
import { usageOf } from '../parsing/parse-arguments.ts';
import { optionLabel, optionMeaning } from './help-text.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|');

const optionTable = (options: Options): readonly string[] => [
  '| option | meaning |',
  '| --- | --- |',
  ...Object.entries(options).map(
    ([name, option]) => `| \`${cell(optionLabel(name, option))}\` | ${cell(optionMeaning(option))} |`,
  ),
];

const commandPart = (path: readonly string[], command: Command): readonly string[] => [
  `### portico ${path.join(' ')}`,
  '',
  `${command.summary}.`,
  ...command.description.flatMap((paragraph) => ['', paragraph]),
  '',
  '```',
  usageOf(path, command),
  '```',
  ...(command.arguments.length === 0
    ? []
    : ['', ...command.arguments.map(({ name, help }) => `- \`<${name}>\`: ${help}`)]),
  ...(Object.keys(command.options).length === 0 ? [] : ['', ...optionTable(command.options)]),
  ...(command.examples.length === 0 ? [] : ['', '```sh', ...command.examples, '```']),
  '',
];

const headings: Readonly<Record<Section, string>> = {
  operate: 'Operate a server',
  server: 'Run a server on this machine',
  tool: 'This command line',
};

const commandsOf = async (table: CommandTable, section: Section): Promise<readonly string[]> => {
  const parts: string[] = [];
  for (const [name, entry] of Object.entries(table)) {
    if (entry.section !== section || entry.hidden === true) continue;
    if ('load' in entry) parts.push(...commandPart([name], await entry.load()));
    else
      for (const [verb, load] of Object.entries(entry.commands)) parts.push(...commandPart([name, verb], await load()));
  }
  return parts;
};

/** The reference page of the command line, in Markdown. */
export const referencePage = async (table: CommandTable): Promise<string> => {
  const sections = await Promise.all(
    (['operate', 'server', 'tool'] as const).map(async (section) => [
      `## ${headings[section]}`,
      '',
      ...(await commandsOf(table, section)),
    ]),
  );
  return [
    '# Command line',
    '',
    '`portico <command>`; how to go about things is in [Operate from the shell](../how-to/operate-from-the-shell.md). This page is generated from',
    '`apps/server/src/commands/command-table.ts` and what it loads, as are `portico help` and the completion of shells.',
    '',
    '## Where the server is, and what signs in',
    '',
    'The address: `--url`, a profile named with `--profile`, `PORTICO_URL`, the profile of `PORTICO_PROFILE` or the latest one, the server of this machine (what',
    '`server.json` in its data directory says, `PORTICO_DATA_DIR` or `.portico`), and else `http://127.0.0.1:3000`.',
    '',
    'The key: `--key-file` or `--key`, `PORTICO_KEY`, `PORTICO_KEY_FILE`, the profile, and for the server of this machine `credentials.json` in its data directory. A key that',
    'was stored for one address is never sent to another, and redirects are not followed. No command prints the key it signs in with.',
    '',
    'Requests that only read are sent again, up to three times, when the server is away or busy; others only when it answered that it did nothing (429). `events send` repeats too:',
    'the same event counts once. Every POST carries an `Idempotency-Key`.',
    '',
    '## Exit codes',
    '',
    '| code | meaning |',
    '| --- | --- |',
    ...Object.entries(exitCodeMeanings).map(
      ([name, text]) => `| ${exitCodes[name as keyof typeof exitCodes]} | ${text} |`,
    ),
    '| 130 | Ctrl-C ended it |',
    '',
    'What goes wrong is one line on standard error: `portico: …`, or with `--json` `{"error": {"message", "exitCode", "code", "status", "details"}}`, where `code` is that of the',
    '[API](http.md). Where several objects are named, those that fail have a line each, the others are done, and the code is that of the first failure.',
    '',
    '## Options of every command',
    '',
    ...optionTable(localOptions),
    '',
    'Those that call a server take these as well. They may stand before the command.',
    '',
    ...optionTable(
      Object.fromEntries(Object.entries(serverOptions).filter(([name]) => !Object.hasOwn(localOptions, name))),
    ),
    '',
    ...sections.flat(),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
};
