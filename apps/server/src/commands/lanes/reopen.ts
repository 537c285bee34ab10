import { says } from '../../cli/language.ts';
import { laneCommand } from './switch-lane.ts';

export const reopen = laneCommand({
  verb: 'reopen',
  summary: 'Open lanes that throttling, breaker or credentials closed',
  description: 'They open by themselves when their time is over or a probe succeeds; this tries at once.',
  done: says('is open', '已重新打开'),
});
