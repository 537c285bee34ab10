import { says } from '../../cli/language.ts';
import { jobCommand } from './switch-job.ts';

export const resume = jobCommand({
  verb: 'resume',
  summary: 'Let paused jobs go on where they stopped',
  description: 'One that waits is tried at once.',
  done: says('goes on', '已继续'),
});
