import { defineCommand } from '../../cli/command.ts';
import { says } from '../../cli/language.ts';
import { platformArgument, platformPath } from './platform-argument.ts';

export const enable = defineCommand({
  summary: 'Enable a platform; it catches up',
  arguments: [platformArgument],
  examples: ['portico platforms enable jinzhi'],
  run: async ({ args: [code = ''], session }) => {
    const platform = await (await session.api()).send('POST', `${platformPath(code)}/enable`);
    await session.out.done(
      platform,
      says(`Platform ${code} is enabled; it catches up.`, `平台 ${code} 已启用，正在补推。`),
    );
    return 0;
  },
});
