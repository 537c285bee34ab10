import { flag, integer } from '../../cli/parsing/option.ts';

export const followOptions = {
  follow: flag('Go on showing what comes, oldest first, until Ctrl-C.', 'f'),
  interval: integer('Seconds between two looks with --follow.', { min: 1, max: 3_600, fallback: 2 }),
} as const;
