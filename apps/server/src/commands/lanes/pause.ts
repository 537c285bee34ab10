import { says } from '../../cli/language.ts';
import { laneCommand } from './switch-lane.ts';

export const pause = laneCommand({
  verb: 'pause',
  summary: 'Hold back what is due on lanes',
  description: 'What is under way ends. What comes waits, and is not lost.',
  done: says('is paused', '已暂停'),
});
