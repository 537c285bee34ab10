import { defineCommand } from '../../cli/command.ts';
import { says } from '../../cli/language.ts';
import { platformArgument, platformPath } from './platform-argument.ts';

export const disable = defineCommand({
  summary: 'Disable a platform; it gets nothing more',
  arguments: [platformArgument],
  examples: ['portico platforms disable jinzhi'],
  run: async ({ args: [code = ''], session }) => {
    const platform = await (await session.api()).send('POST', `${platformPath(code)}/disable`);
    await session.out.done(
      platform,
      says(`Platform ${code} is disabled; it gets nothing more.`, `平台 ${code} 已停用。`),
    );
    return 0;
  },
});
