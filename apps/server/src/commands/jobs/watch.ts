import { defineCommand } from '../../cli/command.ts';
import { jobArgument } from './job-columns.ts';
import { watchJob } from './watch-job.ts';

export const watch = defineCommand({
  summary: 'Follow a job until it ends',
  description: [
    'Prints its log as it grows, and at a terminal how far it is. The exit code is 0 when it finished, 1 when it failed or was cancelled. Ctrl-C stops watching, not the job. With --json each line of the log is a document of type `line`, and the end one of type `job`.',
  ],
  arguments: [jobArgument],
  examples: ['portico jobs watch 01JCXYZ'],
  run: async ({ args: [id = ''], session }) => watchJob(session, await session.api(), id),
});
