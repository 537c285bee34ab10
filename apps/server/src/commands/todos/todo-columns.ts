import { says } from '../../cli/language.ts';
import { listAt, textAt } from '../../cli/read-path.ts';
import { column, longColumn, numberColumn, stateColumn, timeColumn, type Column } from '../../cli/show/column.ts';

/** `agreed 3, failing 1`: how a to-do stands on its platforms, the worst states last because they are read last. */
export const marksText = (todo: unknown): string => {
  const counts = new Map<string, number>();
  for (const mark of listAt(todo, 'platforms')) {
    const sync = textAt(mark, 'sync');
    counts.set(sync, (counts.get(sync) ?? 0) + 1);
  }
  return [...counts].map(([sync, count]) => `${sync} ${count}`).join(', ');
};

const person =
  (path: string) =>
  (row: unknown): string =>
    [textAt(row, `${path}.name`), textAt(row, `${path}.id`)].filter((part) => part !== '').join(' ');

export const todoColumns: readonly Column[] = [
  column(says('ID', '编号'), 'id'),
  stateColumn(says('STATE', '状态'), 'state'),
  longColumn(says('TITLE', '标题'), 'title'),
  longColumn(says('ASSIGNEE', '办理人'), person('assignee')),
  longColumn(says('PLATFORMS', '平台'), marksText),
  column(says('URGENCY', '紧急程度'), 'urgency', { spare: true }),
  timeColumn(says('SINCE', '状态时间'), 'stateSince', { spare: true }),
];

export const todoFields: readonly Column[] = [
  column(says('ID', '编号'), 'id'),
  column(says('Title', '标题'), 'title'),
  stateColumn(says('State', '状态'), 'state'),
  timeColumn(says('Since', '状态时间'), 'stateSince'),
  column(says('Assignee', '办理人'), person('assignee')),
  column(says('Department', '部门'), 'assignee.department'),
  column(says('Sender', '发送人'), person('sender')),
  column(says('Process', '流程'), (row) => `${textAt(row, 'processName')} (${textAt(row, 'processId')})`),
  column(says('Category', '分类'), 'category'),
  column(says('Node', '节点'), (row) => `${textAt(row, 'nodeName')} (${textAt(row, 'nodeId')})`),
  column(says('Instance', '流程实例'), 'instanceId'),
  column(says('Task', '任务'), 'taskId'),
  column(says('Scene', '场景编码'), 'sceneCode'),
  column(says('Task type', '任务类型'), 'taskType'),
  column(says('Urgency', '紧急程度'), 'urgency'),
  column(says('PC link', '电脑端链接'), 'links.pc'),
  column(says('Mobile link', '移动端链接'), 'links.mobile'),
  timeColumn(says('Created', '创建时间'), 'createdAt'),
];

export const markColumns: readonly Column[] = [
  column(says('PLATFORM', '平台'), 'platform'),
  stateColumn(says('SYNC', '同步'), 'sync'),
  stateColumn(says('SHOWN', '平台状态'), 'remote'),
  column(says('REMOTE ID', '平台编号'), 'remoteId', { spare: true, gives: true }),
  numberColumn(says('TRIES', '尝试'), 'attempts'),
  timeColumn(says('AGREED', '确认时间'), 'acknowledgedAt'),
  timeColumn(says('DUE', '下次'), 'dueAt'),
];
