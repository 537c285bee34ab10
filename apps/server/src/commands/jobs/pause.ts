import { says } from '../../cli/language.ts';
import { jobCommand } from './switch-job.ts';

export const pause = jobCommand({
  verb: 'pause',
  summary: 'Stop jobs after their page, until they are resumed',
  description: 'What they have done stays done.',
  done: says('is paused', '已暂停'),
});
