import { readObject } from '../../cli/input-file.ts';
import { choice, integer, text, type Values } from '../../cli/parsing/option.ts';
import type { Terminal } from '../../cli/terminal.ts';

const month = 2_592_000;

/** What may be said of a rule. Its condition has a shape for every kind, so it comes from a file. */
export const ruleOptions = {
  file: text(
    'JSON with the fields of the API: name, condition, …; what other options say comes before it. - is standard input.',
    'file',
    'files',
  ),
  name: text('What people call it.', 'name'),
  enabled: choice('Whether it is looked at.', ['on', 'off']),
  'hold-seconds': integer('How long it must have been so before it fires.', { min: 0, max: month, fallback: null }),
  'clear-seconds': integer('How long it must have been otherwise before it has recovered.', {
    min: 0,
    max: month,
    fallback: null,
  }),
  'remind-seconds': integer('How often it is told again while it fires; 0 is once.', {
    min: 0,
    max: month,
    fallback: null,
  }),
} as const;

const ofServer = ['id', 'revision', 'createdAt', 'updatedAt'];

/** The body of a request that makes or changes a rule; a rule as it was listed may be given back. */
export const ruleBody = async (
  given: Values<typeof ruleOptions>,
  terminal: Pick<Terminal, 'directory' | 'stdin'>,
): Promise<Record<string, unknown>> => {
  const file = given.file === null ? {} : await readObject(given.file, terminal);
  const remind = given['remind-seconds'];
  return {
    ...Object.fromEntries(Object.entries(file).filter(([name]) => !ofServer.includes(name))),
    ...(given.name === null ? {} : { name: given.name }),
    ...(given.enabled === null ? {} : { enabled: given.enabled === 'on' }),
    ...(given['hold-seconds'] === null ? {} : { holdSeconds: given['hold-seconds'] }),
    ...(given['clear-seconds'] === null ? {} : { clearSeconds: given['clear-seconds'] }),
    ...(remind === null ? {} : { remindEverySeconds: remind === 0 ? null : remind }),
  };
};
