import { defineCommand } from '../../cli/command.ts';
import { listOptions, showList } from '../../cli/list-options.ts';
import { todoFilter, todoFilters } from '../todo-filters.ts';
import { todoColumns } from './todo-columns.ts';

export const list = defineCommand({
  summary: 'List to-dos, newest change first',
  options: { ...todoFilters, ...listOptions },
  examples: [
    'portico todos list --sync failing',
    'portico todos list --assignee T001 --state open --json',
    'portico todos list --platform jinzhi --sync refused --all --json | jq -r \'.id + " " + .title\'',
  ],
  run: ({ options, session }) => showList(session, '/task-center/todos', todoFilter(options), todoColumns, options),
});
