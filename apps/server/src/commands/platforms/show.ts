import { defineCommand } from '../../cli/command.ts';
import { platformArgument, platformPath } from './platform-argument.ts';
import { platformFields } from './platform-columns.ts';

export const show = defineCommand({
  summary: 'Show a platform; secrets only by name',
  arguments: [platformArgument],
  examples: ['portico platforms show jinzhi', 'portico platforms show jinzhi --json > jinzhi.json'],
  run: async ({ args: [code = ''], session }) => {
    await session.out.show(await (await session.api()).get(platformPath(code)), platformFields);
    return 0;
  },
});
