import { languages } from '../language.ts';
import { choice, flag, integer, text, type Values } from './option.ts';

/** What every command understands. */
export const localOptions = {
  lang: choice(
    'Language of headings and results. Default: as LC_ALL, LC_MESSAGES or LANG say, else English.',
    languages,
  ),
  'no-color': flag('No colours; as NO_COLOR does. There are none anyway unless the output is a terminal.'),
  json: flag('For programs: one JSON document; lists are one document a line. Errors too, on standard error.'),
  quiet: flag('Only results and errors: no progress, no remarks.', 'q'),
  help: flag('Say what the command does.', 'h'),
} as const;

/** What every command understands that calls a server. */
export const serverOptions = {
  url: text('Address of the server. Default: PORTICO_URL, the profile, or the server of this machine.', 'address'),
  'key-file': text(
    'File that holds the API key; - reads it from standard input. Default: PORTICO_KEY_FILE.',
    'file',
    'files',
  ),
  key: text(
    'The API key itself. Others on the machine can see it in the list of processes: prefer --key-file or PORTICO_KEY.',
    'key',
  ),
  profile: text('Profile that `portico login` stored. Default: PORTICO_PROFILE, else the latest.', 'name', 'profiles'),
  timeout: integer('Seconds that an answer may take.', { min: 1, max: 3_600, fallback: 30 }),
  ...localOptions,
} as const;

export type GlobalValues = Values<typeof serverOptions>;
