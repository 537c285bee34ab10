import { defineCommand } from '../../cli/command.ts';
import { spaceArgument, spacePath } from './people-columns.ts';

export const exportPeople = defineCommand({
  summary: 'Print the person mappings of a space as CSV that can be imported again',
  arguments: [spaceArgument],
  examples: ['portico people export jinzhi > people.csv'],
  run: async ({ args: [space = ''], session }) => {
    const decoder = new TextDecoder();
    for await (const chunk of (await session.api()).download(`${spacePath(space)}/export`))
      await session.terminal.stdout.write(decoder.decode(chunk, { stream: true }));
    await session.terminal.stdout.write(decoder.decode());
    return 0;
  },
});
