import { defineCommand } from '../../cli/command.ts';
import { webhookArgument, webhookFields, webhookPath } from './webhook-columns.ts';

export const show = defineCommand({
  summary: 'Show a webhook and what waits for it',
  arguments: [webhookArgument],
  examples: ['portico webhooks show hr'],
  run: async ({ args: [code = ''], session }) => {
    await session.out.show(await (await session.api()).get(webhookPath(code)), webhookFields);
    return 0;
  },
});
