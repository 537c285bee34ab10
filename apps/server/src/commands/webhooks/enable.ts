import { defineCommand } from '../../cli/command.ts';
import { says } from '../../cli/language.ts';
import { webhookArgument, webhookPath } from './webhook-columns.ts';

export const enable = defineCommand({
  summary: 'Enable a webhook; what waited for it is sent',
  arguments: [webhookArgument],
  examples: ['portico webhooks enable hr'],
  run: async ({ args: [code = ''], session }) => {
    const webhook = await (await session.api()).send('POST', `${webhookPath(code)}/enable`);
    await session.out.done(webhook, says(`Webhook ${code} is enabled.`, `Webhook ${code} 已启用。`));
    return 0;
  },
});
