import { confirm, yesOption } from '../../cli/confirm.ts';
import { defineCommand } from '../../cli/command.ts';
import { exitCodes } from '../../cli/exit-codes.ts';
import { says } from '../../cli/language.ts';
import { platformArgument, platformPath } from './platform-argument.ts';

export const remove = defineCommand({
  summary: 'Forget a disabled platform and what was mirrored there',
  description: ['What the platform shows stays there, and nobody keeps it in step any more. Disable it first.'],
  arguments: [platformArgument],
  options: yesOption,
  examples: ['portico platforms remove tasks --yes'],
  run: async ({ args: [code = ''], options, session }) => {
    const api = await session.api();
    const question = says(
      `Forget platform ${code} and everything known of what it shows?`,
      `确定删除平台 ${code} 及其全部镜像记录？`,
    );
    if (!(await confirm(session, options.yes, question))) return exitCodes.failed;
    await session.out.done(
      await api.send('DELETE', platformPath(code)),
      says(`Platform ${code} is forgotten.`, `平台 ${code} 已删除。`),
    );
    return exitCodes.ok;
  },
});
