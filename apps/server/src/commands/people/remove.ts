import { confirm, yesOption } from '../../cli/confirm.ts';
import { defineCommand } from '../../cli/command.ts';
import { idsOf } from '../../cli/each.ts';
import { exitCodes } from '../../cli/exit-codes.ts';
import { says } from '../../cli/language.ts';
import { numberAt } from '../../cli/read-path.ts';
import { spaceArgument, spacePath } from './people-columns.ts';

const most = 1_000;

export const remove = defineCommand({
  summary: 'Forget person mappings',
  description: ['What is shown to these people stays, and is still finished and withdrawn.'],
  arguments: [
    spaceArgument,
    { name: 'person', help: 'Persons by the ids of the engine; - reads them from standard input.', presence: 'many' },
  ],
  options: yesOption,
  examples: ['portico people remove jinzhi T001 T002 --yes'],
  run: async ({ args: [space = '', ...people], options, session }) => {
    const api = await session.api();
    const ids: string[] = [];
    for await (const id of idsOf(people, session, 'personId')) ids.push(id);
    const question = says(
      `Forget ${ids.length} person mappings of ${space}?`,
      `确定删除 ${space} 的 ${ids.length} 条人员映射？`,
    );
    if (!(await confirm(session, options.yes, question))) return exitCodes.failed;
    let removed = 0;
    for (let at = 0; at < ids.length; at += most)
      removed += numberAt(
        await api.send('POST', `${spacePath(space)}/remove`, { personIds: ids.slice(at, at + most) }),
        'removed',
      );
    await session.out.done(
      { removed },
      says(`${removed} person mappings are forgotten.`, `已删除 ${removed} 条人员映射。`),
    );
    return exitCodes.ok;
  },
});
