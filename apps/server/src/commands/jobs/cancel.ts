import { says } from '../../cli/language.ts';
import { jobCommand } from './switch-job.ts';

export const cancel = jobCommand({
  verb: 'cancel',
  summary: 'End jobs after their page',
  description: 'What they have done stays done; they cannot be resumed.',
  done: says('is cancelled', '已取消'),
});
