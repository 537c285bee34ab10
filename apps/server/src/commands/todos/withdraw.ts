import { says } from '../../cli/language.ts';
import { decideCommand } from './decide.ts';

export const withdraw = decideCommand({
  verb: 'withdraw',
  decision: 'withdraw',
  summary: 'Take to-dos away until they are restored',
  description: 'The platform no longer shows them, whatever the engine says, until portico todos restore.',
  done: says('withdrawn', '撤回'),
});
