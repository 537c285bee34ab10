import { defineCommand } from '../../cli/command.ts';
import { says } from '../../cli/language.ts';
import { listOptions } from '../../cli/list-options.ts';
import { text } from '../../cli/parsing/option.ts';
import { textAt } from '../../cli/read-path.ts';
import { column, timeColumn, type Column } from '../../cli/show/column.ts';
import { followOptions } from './follow-options.ts';
import { showLog } from './show-log.ts';

const columns: readonly Column[] = [
  timeColumn(says('TIME', '时间'), 'at'),
  column(says('PLATFORM', '平台'), 'platform'),
  column(says('UNIT', '单位'), 'unit'),
  column(says('INSTANCE', '流程实例'), 'instanceId'),
  column(says('TASK', '任务'), 'taskId'),
  column(says('ASSIGNEE', '办理人'), 'assigneeId'),
  column(says('REMOTE ID', '平台编号'), 'remoteId', { spare: true, gives: true }),
];

export const deletions = defineCommand({
  summary: 'What platforms confirmed to be gone, newest first',
  options: {
    platform: text('At this platform.', 'code', 'platforms'),
    instance: text('Of this process instance.', 'id'),
    ...listOptions,
    ...followOptions,
  },
  examples: ['portico logs deletions --platform jinzhi'],
  run: ({ options, session }) => {
    const { platform, instance } = options;
    return showLog(
      session,
      '/task-center/deletion-logs',
      { platform, instance },
      columns,
      (entry) => textAt(entry, 'id'),
      options,
    );
  },
});
