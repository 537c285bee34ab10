import type { SandboxKind, SandboxUrgency } from '../engine/sandbox-kind.ts';
import { failed, invalid } from './answers.ts';
import { tasks } from './collections.ts';
import {
  createTask,
  deleteInstance,
  deleteTask,
  issueToken,
  queryTask,
  updateTask,
  updateTaskStatus,
} from './operations.ts';
import type { StoredTask } from './schemas.ts';

const urgencies: Readonly<Record<string, SandboxUrgency>> = { 0: 'low', 1: 'normal', 2: 'urgent', 3: 'critical' };

/** Contract: docs/reference/platforms/tongyidaiban.md */
export const tongyidaiban: SandboxKind = {
  name: 'tongyidaiban',
  bodyLimit: 512 * 1024,
  tokenSeconds: 3_600,
  newCredentials: (secret) => ({ clientId: `portico-${secret().slice(0, 8)}`, clientSecret: secret() }),
  operations: new Map([
    ['/unified-todo/v1/token', issueToken],
    ['/unified-todo/v1/tasks/create', createTask],
    ['/unified-todo/v1/tasks/update', updateTask],
    ['/unified-todo/v1/tasks/updateStatus', updateTaskStatus],
    ['/unified-todo/v1/tasks/delete', deleteTask],
    ['/unified-todo/v1/tasks/query', queryTask],
    ['/unified-todo/v1/instances/delete', deleteInstance],
  ]),
  problem: (status, text) => invalid(text, status),
  throttled: (seconds) => failed('RATE_LIMIT', '调用频率超限', { retryAfter: seconds }),
  busy: (random) =>
    random() < 0.5 ? failed('LOCKED', '待办正在处理中，请稍后重试') : failed('BUSY', '服务繁忙，请稍后重试'),
  *todos(store) {
    for (const task of store.collection<StoredTask>(tasks).values()) {
      for (const handler of task.handlers) {
        yield {
          id: task.sourceId,
          assignee: handler.userId,
          title: task.title,
          urgency: urgencies[task.urgency] ?? 'normal',
          state: handler.status === 'TODO' ? 'open' : 'done',
          links: { pc: task.pcUrl, mobile: task.mobileUrl || null },
        };
      }
    }
  },
};
