import { defineCommand } from '../../cli/command.ts';
import { says } from '../../cli/language.ts';
import { flag } from '../../cli/parsing/option.ts';
import { idempotencyOption } from '../idempotency-option.ts';
import { withSecretFile, secretOption } from '../secret-file.ts';
import { tellSecret } from '../tell-secret.ts';
import { webhookArgument } from './webhook-columns.ts';
import { webhookBody, webhookOptions } from './webhook-options.ts';

export const create = defineCommand({
  summary: 'Have messages sent to an address; the secret that signs them is shown this once',
  description: ['The secret alone goes to standard output, or with --out to a file that only you can read.'],
  arguments: [
    { ...webhookArgument, help: 'What the webhook is called from now on: a-z, 0-9 and hyphens.' },
    { name: 'url', help: 'Where messages are sent.', presence: 'one' },
  ],
  options: { ...webhookOptions, disabled: flag('Make it disabled.'), ...secretOption, ...idempotencyOption },
  examples: ["portico webhooks create hr https://hr.example.edu/hooks --type 'todo.*' --out hr.secret"],
  run: async ({ args: [code = '', url = ''], options, session }) => {
    const api = await session.api();
    return withSecretFile(options.out, session.terminal, async (file) => {
      const body = { ...webhookBody(options), code, url, enabled: !options.disabled };
      const made = await api.send('POST', '/webhooks', body, { idempotencyKey: options['idempotency-key'] });
      const remark = says(
        `Webhook ${code} is made; its secret is not shown again. Next: portico webhooks test ${code}`,
        `Webhook ${code} 已创建，签名密钥以后不再显示。下一步：portico webhooks test ${code}`,
      );
      await tellSecret(made, file, session, remark);
    });
  },
});
