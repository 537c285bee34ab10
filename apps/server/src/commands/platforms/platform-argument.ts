import type { Argument } from '../../cli/command.ts';
import { segment } from '../../cli/http/api-client.ts';

export const platformArgument: Argument = {
  name: 'code',
  help: 'The code of a platform.',
  presence: 'one',
  offer: 'platforms',
};

/** Where a platform is in the API. */
export const platformPath = (code: string): string => `/task-center/platforms/${segment(code)}`;
