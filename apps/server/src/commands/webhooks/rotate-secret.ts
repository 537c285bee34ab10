import { defineCommand } from '../../cli/command.ts';
import { says } from '../../cli/language.ts';
import { idempotencyOption } from '../idempotency-option.ts';
import { withSecretFile, secretOption } from '../secret-file.ts';
import { tellSecret } from '../tell-secret.ts';
import { webhookArgument, webhookPath } from './webhook-columns.ts';

export const rotateSecret = defineCommand({
  summary: 'Sign with a new secret; the one before signs along for 24 hours',
  arguments: [webhookArgument],
  options: { ...secretOption, ...idempotencyOption },
  examples: ['portico webhooks rotate-secret hr --out hr.secret'],
  run: async ({ args: [code = ''], options, session }) => {
    const api = await session.api();
    return withSecretFile(options.out, session.terminal, async (file) => {
      const path = `${webhookPath(code)}/rotate-secret`;
      const made = await api.send('POST', path, undefined, { idempotencyKey: options['idempotency-key'] });
      await tellSecret(
        made,
        file,
        session,
        says(`Webhook ${code} has a new secret.`, `Webhook ${code} 已更换签名密钥。`),
      );
    });
  },
});
