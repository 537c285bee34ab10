import { defineCommand } from '../../cli/command.ts';
import { listOptions, showList } from '../../cli/list-options.ts';
import { text } from '../../cli/parsing/option.ts';
import { groupArguments, objectColumns } from './failure-columns.ts';

export const objects = defineCommand({
  summary: 'List the objects of one group of failures, with their latest attempts',
  arguments: groupArguments,
  options: { cause: text('The cause, as the list of groups gives it. Default: an empty one.', 'text'), ...listOptions },
  examples: ["portico failures objects jinzhi refused --cause 'the person is not known'"],
  run: ({ args: [platform = '', standing = ''], options: { cause, ...limits }, session }) =>
    showList(session, '/task-center/failures/objects', { platform, standing, cause }, objectColumns, limits),
});
