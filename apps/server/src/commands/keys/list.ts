import { defineCommand } from '../../cli/command.ts';
import { onePage } from '../../cli/list-options.ts';
import { keyColumns } from './key-columns.ts';

export const list = defineCommand({
  summary: 'List API keys, without their secrets',
  examples: ['portico keys list'],
  run: async ({ session }) => {
    await session.out.list(onePage(await session.api(), '/access/api-keys'), keyColumns);
    return 0;
  },
});
