import { says } from '../../cli/language.ts';
import { decideCommand } from './decide.ts';

export const ignore = decideCommand({
  verb: 'ignore',
  decision: 'ignore',
  summary: 'Leave to-dos as they are on a platform',
  description: 'Nothing more is sent for them until portico todos restore.',
  done: says('ignored', '忽略'),
});
