import { defineCommand } from '../../cli/command.ts';
import { misused } from '../../cli/failure.ts';
import { says } from '../../cli/language.ts';
import { integer, text } from '../../cli/parsing/option.ts';
import { webhookArgument, webhookPath } from './webhook-columns.ts';
import { webhookBody, webhookOptions } from './webhook-options.ts';

export const change = defineCommand({
  summary: 'Change a webhook; what is not said stays',
  arguments: [webhookArgument],
  options: {
    address: text('Where messages are sent from now on.', 'url'),
    ...webhookOptions,
    'if-revision': integer('Only if this is still its revision.', { min: 0, max: 999_999_999, fallback: null }),
  },
  examples: ['portico webhooks change hr --address https://hr.example.edu/v2/hooks'],
  run: async ({ args: [code = ''], options, session }) => {
    const body = { ...webhookBody(options), ...(options.address === null ? {} : { url: options.address }) };
    if (Object.keys(body).length === 0) throw misused('say what to change. Try: portico help webhooks change');
    const revision = options['if-revision'];
    const changed = await (
      await session.api()
    ).send('PATCH', webhookPath(code), body, {
      headers: revision === null ? {} : { 'If-Match': `"${revision}"` },
    });
    await session.out.done(changed, says(`Webhook ${code} is changed.`, `Webhook ${code} 已修改。`));
    return 0;
  },
});
