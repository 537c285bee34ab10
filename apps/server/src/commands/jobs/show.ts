import { defineCommand } from '../../cli/command.ts';
import { listAt } from '../../cli/read-path.ts';
import { jobArgument, jobFields, jobPath, lineColumns } from './job-columns.ts';

export const show = defineCommand({
  summary: 'Show a job with the latest lines of its log',
  arguments: [jobArgument],
  examples: ['portico jobs show 01JCXYZ'],
  run: async ({ args: [id = ''], session }) => {
    const { out } = session;
    const job = await (await session.api()).get(jobPath(id));
    if (out.json) await out.document(job);
    else await out.lines([...out.sheet(job, jobFields), '', ...out.table(listAt(job, 'lines'), lineColumns)]);
    return 0;
  },
});
