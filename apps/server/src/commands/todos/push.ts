import { says } from '../../cli/language.ts';
import { decideCommand } from './decide.ts';

export const push = decideCommand({
  verb: 'push',
  decision: 'push-now',
  summary: 'Attempt to-dos at once',
  description: 'Tries what is due, parked or given up now, instead of when it would be.',
  done: says('tried at once', '立即推送'),
});
