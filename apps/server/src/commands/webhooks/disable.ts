import { defineCommand } from '../../cli/command.ts';
import { says } from '../../cli/language.ts';
import { webhookArgument, webhookPath } from './webhook-columns.ts';

export const disable = defineCommand({
  summary: 'Disable a webhook; what waits for it goes on waiting',
  arguments: [webhookArgument],
  examples: ['portico webhooks disable hr'],
  run: async ({ args: [code = ''], session }) => {
    const webhook = await (await session.api()).send('POST', `${webhookPath(code)}/disable`);
    await session.out.done(webhook, says(`Webhook ${code} is disabled.`, `Webhook ${code} 已停用。`));
    return 0;
  },
});
