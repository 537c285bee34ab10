import { choice, integer, text, texts } from '../../cli/parsing/option.ts';

const onOff = ['on', 'off'] as const;

/** What `create` and `change` may say about a platform. */
export const platformOptions = {
  file: text(
    'JSON with the fields of the API; what other options say comes before it. - is standard input.',
    'file',
    'files',
  ),
  name: text('What people call it.', 'name'),
  'base-url': text('Address of the platform.', 'address'),
  set: texts('A setting of its kind; portico platforms kinds <kind> lists them.', 'name=value'),
  'secret-env': texts('A secret, from an environment variable.', 'name=VARIABLE'),
  'secret-file': texts('A secret, from a file.', 'name=file'),
  'unset-secret': texts('Remove a secret.', 'name'),
  'profile-file': text('For the kind `profile`: the file with the profile.', 'file', 'files'),
  concurrency: integer('Requests under way at once.', { min: 1, max: 1_000, fallback: null }),
  'batch-size': integer('To-dos a request.', { min: 1, max: 100, fallback: null }),
  'timeout-ms': integer('The hard end of an attempt.', { min: 100, max: 600_000, fallback: null }),
  rate: text('Requests a second, and how many may come at once; `none` lifts it.', 'perSecond[:burst]'),
  'show-finished': choice('Whether what finished before it was shown is shown as done.', onOff),
  'resend-undecidable': choice('Whether a creation whose fate nobody can tell is sent again.', onOff),
} as const;
