import { defineCommand } from '../../cli/command.ts';
import { says } from '../../cli/language.ts';
import { listOptions } from '../../cli/list-options.ts';
import { choice, instant, text } from '../../cli/parsing/option.ts';
import { textAt } from '../../cli/read-path.ts';
import { column, longColumn, numberColumn, stateColumn, timeColumn, type Column } from '../../cli/show/column.ts';
import { outcomes } from '../words.ts';
import { followOptions } from './follow-options.ts';
import { showLog } from './show-log.ts';

const columns: readonly Column[] = [
  timeColumn(says('TIME', '时间'), 'at'),
  column(says('PLATFORM', '平台'), 'platform'),
  column(says('KEY', '键'), 'key', { gives: true }),
  column(says('OPERATION', '操作'), 'operation'),
  stateColumn(says('OUTCOME', '结果'), 'outcome'),
  numberColumn(says('MS', '毫秒'), (row) => textAt(row, 'durationMs').replace(/\..*$/u, ''), { spare: true }),
  longColumn(says('REASON', '原因'), 'reason'),
];

export const pushes = defineCommand({
  summary: 'Every attempt at a platform, newest first',
  options: {
    platform: text('At this platform.', 'code', 'platforms'),
    outcome: choice('With this outcome.', outcomes),
    task: text('Of this task.', 'id'),
    'work-key': text('Of this key, as the list shows it.', 'key'),
    from: instant('At or after.'),
    to: instant('Before.'),
    ...listOptions,
    ...followOptions,
  },
  examples: ['portico logs pushes --outcome failed --from 1h', 'portico logs pushes --follow --platform jinzhi'],
  run: ({ options, session }) => {
    const { platform, outcome, task, 'work-key': key, from, to } = options;
    const identify = (entry: unknown): string =>
      `${textAt(entry, 'claim')} ${textAt(entry, 'key')} ${textAt(entry, 'platform')}`;
    return showLog(
      session,
      '/task-center/push-logs',
      { platform, outcome, task, key, from, to },
      columns,
      identify,
      options,
    );
  },
});
