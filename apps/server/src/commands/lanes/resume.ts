import { says } from '../../cli/language.ts';
import { laneCommand } from './switch-lane.ts';

export const resume = laneCommand({
  verb: 'resume',
  summary: 'Let paused lanes go on',
  description: 'What has waited is done as fast as the lane allows.',
  done: says('goes on', '已恢复'),
});
