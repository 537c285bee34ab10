import { defineCommand } from '../../cli/command.ts';
import { misused } from '../../cli/failure.ts';
import { says } from '../../cli/language.ts';
import { deadline, texts } from '../../cli/parsing/option.ts';
import { textAt } from '../../cli/read-path.ts';
import { tellSecret } from '../tell-secret.ts';
import { withSecretFile, secretOption } from '../secret-file.ts';
import { idempotencyOption } from '../idempotency-option.ts';

export const create = defineCommand({
  summary: 'Make an API key; its secret is shown this once',
  description: ['The secret alone goes to standard output, or with --out to a file that only you can read.'],
  arguments: [{ name: 'name', help: 'What the key is called.', presence: 'one' }],
  options: {
    scope: texts('What it may do: admin, events:write, todos:read, … Several with commas.', 'scope'),
    expires: deadline('When it ends. Default: never.'),
    ...secretOption,
    ...idempotencyOption,
  },
  examples: [
    'portico keys create engine --scope events:write --out engine.key',
    'portico keys create visitor --scope todos:read,logs:read --expires 30d',
  ],
  run: async ({ args: [name = ''], options, session }) => {
    const { terminal } = session;
    const scopes = options.scope.flatMap((scope) => scope.split(',')).filter((scope) => scope !== '');
    if (scopes.length === 0) throw misused('--scope is required, for example --scope events:write');
    const api = await session.api();
    return withSecretFile(options.out, terminal, async (file) => {
      const key = await api.send(
        'POST',
        '/access/api-keys',
        { name, scopes, expiresAt: options.expires },
        { idempotencyKey: options['idempotency-key'] },
      );
      const remark = says(
        `Key "${name}" (${textAt(key, 'id')}) is made; its secret is not shown again.`,
        `密钥“${name}”（${textAt(key, 'id')}）已创建，以后不再显示。`,
      );
      await tellSecret(key, file, session, remark);
    });
  },
});
