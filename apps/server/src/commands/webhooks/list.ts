import { defineCommand } from '../../cli/command.ts';
import { onePage } from '../../cli/list-options.ts';
import { webhookColumns } from './webhook-columns.ts';

export const list = defineCommand({
  summary: 'List webhooks',
  examples: ['portico webhooks list'],
  run: async ({ session }) => {
    await session.out.list(onePage(await session.api(), '/webhooks'), webhookColumns);
    return 0;
  },
});
