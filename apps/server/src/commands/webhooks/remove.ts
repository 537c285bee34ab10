import { confirm, yesOption } from '../../cli/confirm.ts';
import { defineCommand } from '../../cli/command.ts';
import { exitCodes } from '../../cli/exit-codes.ts';
import { says } from '../../cli/language.ts';
import { webhookArgument, webhookPath } from './webhook-columns.ts';

export const remove = defineCommand({
  summary: 'Remove a webhook with its messages, also those that were not delivered',
  arguments: [webhookArgument],
  options: yesOption,
  examples: ['portico webhooks remove hr --yes'],
  run: async ({ args: [code = ''], options, session }) => {
    const api = await session.api();
    const question = says(`Remove webhook ${code} with its messages?`, `确定删除 Webhook ${code} 及其消息？`);
    if (!(await confirm(session, options.yes, question))) return exitCodes.failed;
    const removed = await api.send('DELETE', webhookPath(code));
    await session.out.done(removed, says(`Webhook ${code} is removed.`, `Webhook ${code} 已删除。`));
    return exitCodes.ok;
  },
});
