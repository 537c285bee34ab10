import { says } from '../../cli/language.ts';
import { decideCommand } from './decide.ts';

export const restore = decideCommand({
  verb: 'restore',
  decision: 'restore',
  summary: 'Take back withdraw and ignore',
  description: 'The platform is brought into step again.',
  done: says('restored', '恢复'),
});
