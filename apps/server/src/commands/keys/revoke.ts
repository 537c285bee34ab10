import { confirm, yesOption } from '../../cli/confirm.ts';
import { defineCommand } from '../../cli/command.ts';
import { exitCodes } from '../../cli/exit-codes.ts';
import { segment } from '../../cli/http/api-client.ts';
import { says } from '../../cli/language.ts';

export const revoke = defineCommand({
  summary: 'Revoke an API key: whoever uses it is let in no more',
  arguments: [{ name: 'id', help: 'The id that portico keys list shows.', presence: 'one' }],
  options: yesOption,
  examples: ['portico keys revoke 01JCXYZ --yes'],
  run: async ({ args: [id = ''], options, session }) => {
    const api = await session.api();
    if (!(await confirm(session, options.yes, says(`Revoke key ${id}?`, `确定吊销密钥 ${id}？`))))
      return exitCodes.failed;
    const revoked = await api.send('DELETE', `/access/api-keys/${segment(id)}`);
    await session.out.done(revoked, says(`Key ${id} is revoked.`, `密钥 ${id} 已吊销。`));
    return exitCodes.ok;
  },
});
