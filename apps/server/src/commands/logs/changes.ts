import { defineCommand } from '../../cli/command.ts';
import { says } from '../../cli/language.ts';
import { listOptions } from '../../cli/list-options.ts';
import { text } from '../../cli/parsing/option.ts';
import { textAt } from '../../cli/read-path.ts';
import { column, longColumn, stateColumn, timeColumn, type Column } from '../../cli/show/column.ts';
import { followOptions } from './follow-options.ts';
import { showLog } from './show-log.ts';

const columns: readonly Column[] = [
  timeColumn(says('TIME', '时间'), 'at'),
  column(says('TASK', '任务'), 'taskId'),
  longColumn(says('ASSIGNEE', '办理人'), (row) =>
    `${textAt(row, 'assignee.name')} ${textAt(row, 'assignee.id')}`.trim(),
  ),
  stateColumn(says('FROM', '原状态'), 'from'),
  stateColumn(says('TO', '新状态'), 'to'),
  longColumn(says('CAUSE', '起因'), 'cause'),
  column(says('PLATFORM', '平台'), 'platform', { spare: true }),
  column(says('BY', '操作人'), 'by', { spare: true }),
];

export const changes = defineCommand({
  summary: 'Changes of to-dos and decisions by hand, newest first',
  options: {
    task: text('Of this task.', 'id'),
    assignee: text('Of this person.', 'id'),
    instance: text('Of this process instance.', 'id'),
    ...listOptions,
    ...followOptions,
  },
  examples: ['portico logs changes --assignee T001', 'portico logs changes --follow --json'],
  run: ({ options, session }) => {
    const { task, assignee, instance } = options;
    return showLog(
      session,
      '/task-center/change-logs',
      { task, assignee, instance },
      columns,
      (entry) => textAt(entry, 'id'),
      options,
    );
  },
});
