import { confirm, yesOption } from '../../cli/confirm.ts';
import { defineCommand } from '../../cli/command.ts';
import { exitCodes } from '../../cli/exit-codes.ts';
import { segment } from '../../cli/http/api-client.ts';
import { says } from '../../cli/language.ts';

export const removeRule = defineCommand({
  summary: 'Remove a rule; what fires for it ends',
  arguments: [{ name: 'id', help: 'The rule.', presence: 'one' }],
  options: yesOption,
  examples: ['portico alerts remove-rule late --yes'],
  run: async ({ args: [id = ''], options, session }) => {
    const api = await session.api();
    if (!(await confirm(session, options.yes, says(`Remove rule ${id}?`, `确定删除规则 ${id}？`))))
      return exitCodes.failed;
    const removed = await api.send('DELETE', `/alerts/rules/${segment(id)}`);
    await session.out.done(removed, says(`Rule ${id} is removed.`, `规则 ${id} 已删除。`));
    return exitCodes.ok;
  },
});
