import { defineCommand } from '../../cli/command.ts';
import { onePage } from '../../cli/list-options.ts';
import { platformColumns } from './platform-columns.ts';

export const list = defineCommand({
  summary: 'List platforms',
  examples: ['portico platforms list'],
  run: async ({ session }) => {
    await session.out.list(onePage(await session.api(), '/task-center/platforms'), platformColumns);
    return 0;
  },
});
