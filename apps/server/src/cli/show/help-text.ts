import type { Command, CommandTable, Section } from '../command.ts';
import { exitCodeMeanings, exitCodes } from '../exit-codes.ts';
import { localOptions, serverOptions } from '../parsing/global-options.ts';
import type { Option, Options } from '../parsing/option.ts';
import { usageOf } from '../parsing/parse-arguments.ts';

const width = 100;

/** Breaks a text into lines that begin at `indent`. */
const wrap = (text: string, indent: number): readonly string[] => {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent + line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((one) => ' '.repeat(indent) + one);
};

const rows = (entries: readonly (readonly [name: string, text: string])[]): readonly string[] => {
  const column =
    Math.min(
      28,
      entries.reduce((most, [name]) => Math.max(most, name.length), 0),
    ) + 4;
  return entries.flatMap(([name, text]) => {
    const [first = '', ...rest] = wrap(text, column);
    const lead = `  ${name}`;
    return lead.length + 1 < column ? [lead.padEnd(column) + first.trimStart(), ...rest] : [lead, first, ...rest];
  });
};

export const optionLabel = (name: string, { short, placeholder }: Option<unknown>): string =>
  `${short === null ? '' : `-${short}, `}--${name}${placeholder === null ? '' : ` <${placeholder}>`}`;

/** What an option means, with its choices and what it is unless given. */
export const optionMeaning = ({ help, choices, many, defaultText }: Option<unknown>): string =>
  [
    help,
    ...(choices === null ? [] : [`One of ${choices.join(', ')}${many ? '; several with commas' : ''}.`]),
    ...(choices === null && many ? ['May be repeated.'] : []),
    ...(defaultText === null ? [] : [`Default: ${defaultText}.`]),
  ].join(' ');

const optionRows = (options: Options): readonly string[] =>
  rows(Object.entries(options).map(([name, option]) => [optionLabel(name, option), optionMeaning(option)]));

/** What `portico help <command>` prints. */
export const commandHelp = (path: readonly string[], command: Command): string => {
  const own = Object.keys(command.options).length > 0;
  const common = command.reach === 'server' ? serverOptions : localOptions;
  return [
    `${command.summary}.`,
    '',
    `Usage: ${usageOf(path, command)}`,
    ...command.description.flatMap((paragraph) => ['', ...wrap(paragraph, 0)]),
    ...(command.arguments.length === 0
      ? []
      : ['', 'Arguments', ...rows(command.arguments.map(({ name, help }) => [name, help] as const))]),
    ...(own ? ['', 'Options', ...optionRows(command.options)] : []),
    ...(command.reach === 'raw' ? [] : ['', own ? 'Common options' : 'Options', ...optionRows(common)]),
    ...(command.examples.length === 0 ? [] : ['', 'Examples', ...command.examples.map((example) => `  ${example}`)]),
    '',
  ].join('\n');
};

/** What `portico help <group>` prints. */
export const groupHelp = async (name: string, table: CommandTable): Promise<string> => {
  const entry = table[name];
  if (entry === undefined || !('commands' in entry)) return '';
  const commands = await Promise.all(
    Object.entries(entry.commands).map(async ([verb, load]) => [verb, (await load()).summary] as const),
  );
  return [
    `${entry.summary}.`,
    '',
    `Usage: portico ${name} <command>`,
    '',
    'Commands',
    ...rows(commands),
    '',
    `More: portico help ${name} <command>`,
    '',
  ].join('\n');
};

const headings: Readonly<Record<Section, string>> = {
  operate: 'Operate a server',
  server: 'Run a server on this machine',
  tool: 'This command line',
};

/** What `portico help` prints. */
export const overviewHelp = async (table: CommandTable): Promise<string> => {
  const entries = await Promise.all(
    Object.entries(table)
      .filter(([, entry]) => entry.hidden !== true)
      .map(async ([name, entry]) => {
        const summary = 'load' in entry ? (await entry.load()).summary : entry.summary;
        const verbs = 'commands' in entry ? ` (${Object.keys(entry.commands).join(', ')})` : '';
        return { section: entry.section, row: [name, `${summary}${verbs}`] as const };
      }),
  );
  return [
    'portico: keeps every outside system in step with yours',
    '',
    'Usage: portico <command> [options]',
    ...(['operate', 'server', 'tool'] as const).flatMap((section) => [
      '',
      headings[section],
      ...rows(entries.filter((entry) => entry.section === section).map(({ row }) => row)),
    ]),
    '',
    'Exit codes',
    ...rows(
      Object.entries(exitCodeMeanings).map(
        ([name, text]) => [String(exitCodes[name as keyof typeof exitCodes]), text] as const,
      ),
    ),
    '',
    'More: portico help <command>; portico help settings lists the environment variables of the server.',
    '',
  ].join('\n');
};
