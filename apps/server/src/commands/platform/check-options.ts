import { choice, flag, integer, text, texts } from '../../cli/parsing/option.ts';

/** What a check may be told. */
export const checkOptions = {
  samples: text('Answers are from this folder of recorded samples; nothing is sent.', 'folder', 'files'),
  live: flag('Answers are from a test system of the vendor. It gets real requests: see --base-url and --test-person.'),
  sandbox: flag('Answers are from the sandbox of the built-in kind, started for this check.'),
  'base-url': text('Address of the test system.', 'address'),
  'test-person': text(
    'For whom to-dos are made and taken away again; with the platform’s own id after = where it has one.',
    'id[=remoteId]',
  ),
  set: texts('A setting of the profile.', 'name=value'),
  'secret-env': texts('A secret, from an environment variable.', 'name=VARIABLE'),
  'secret-file': texts('A secret, from a file.', 'name=file'),
  timezone: text('Time zone of the platform. Default: Asia/Shanghai.', 'zone'),
  'max-requests': integer('What is sent at most, cleaning up aside.', { min: 5, max: 500, fallback: 120 }),
  skip: texts('A promise that is not tried, for example wrong-credentials.', 'promise'),
  out: text('Folder for report.md and report.json. Default: portico-check.', 'folder', 'files'),
  record: text('Folder in which the answers are kept, to be checked again with --samples.', 'folder', 'files'),
  'report-language': choice('Language of report.md. Default: zh-CN.', ['zh-CN', 'en']),
} as const;
