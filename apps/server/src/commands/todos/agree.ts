import { says } from '../../cli/language.ts';
import { decideCommand } from './decide.ts';

export const agree = decideCommand({
  verb: 'agree',
  decision: 'agree',
  summary: 'Believe that a platform shows what it should',
  description: 'For what nobody can tell from here: look at the platform first.',
  done: says('taken as shown', '视为一致'),
});
