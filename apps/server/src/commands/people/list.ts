import { defineCommand } from '../../cli/command.ts';
import { listOptions, onePage, showList } from '../../cli/list-options.ts';
import { text } from '../../cli/parsing/option.ts';
import { mappingColumns, spaceArgument, spaceColumns, spacePath } from './people-columns.ts';

export const list = defineCommand({
  summary: 'List the spaces of person mappings, or the mappings of one',
  arguments: [{ ...spaceArgument, presence: 'optional' }],
  options: { search: text('With this in either id.', 'text'), ...listOptions },
  examples: ['portico people list', 'portico people list jinzhi --search T00'],
  run: async ({ args: [space], options: { search, ...limits }, session }) => {
    if (space !== undefined) return showList(session, spacePath(space), { text: search }, mappingColumns, limits);
    await session.out.list(onePage(await session.api(), '/task-center/person-mappings'), spaceColumns);
    return 0;
  },
});
