import { defineCommand } from '../../cli/command.ts';
import { findSweep } from './find-sweep.ts';
import { sweepColumns } from './sweep-columns.ts';

export const show = defineCommand({
  summary: 'Show a sweep',
  arguments: [{ name: 'id', help: 'The sweep.', presence: 'one' }],
  examples: ['portico sweep show 01JCXYZ'],
  run: async ({ args: [id = ''], session }) => {
    await session.out.show(await findSweep(await session.api(), id), sweepColumns);
    return 0;
  },
});
