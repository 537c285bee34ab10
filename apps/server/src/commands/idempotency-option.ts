import { text } from '../cli/parsing/option.ts';

/** For what creates. */
export const idempotencyOption = {
  'idempotency-key': text('The same key creates once, however often the command runs. Default: a new one.', 'key'),
} as const;
