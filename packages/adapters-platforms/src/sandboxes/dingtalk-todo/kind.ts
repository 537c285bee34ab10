import type { SandboxKind, SandboxUrgency } from '../engine/sandbox-kind.ts';
import { failed } from './answers.ts';
import {
  createTask,
  deleteTask,
  getTask,
  getTaskBySourceId,
  isDoneFor,
  issueToken,
  taskCollection,
  updateExecutorStatus,
  updateTask,
} from './operations.ts';
import type { StoredTask } from './schemas.ts';

const urgencies: Readonly<Record<number, SandboxUrgency>> = { 10: 'low', 20: 'normal', 30: 'urgent', 40: 'critical' };
const tasks = '/v1.0/todo/users/{unionId}/tasks';

/** Contract: docs/reference/platforms/dingtalk-todo.md */
export const dingtalkTodo: SandboxKind = {
  name: 'dingtalk-todo',
  bodyLimit: 256 * 1024,
  tokenSeconds: 7_200,
  newCredentials: (secret) => ({
    appKey: `ding${secret().slice(0, 16)}`,
    appSecret: secret(),
    operatorUnionId: `operator-${secret().slice(0, 8)}`,
  }),
  operations: new Map([
    ['/v1.0/oauth2/accessToken', issueToken],
    [`POST ${tasks}`, createTask],
    [`PUT ${tasks}/{taskId}`, updateTask],
    [`PUT ${tasks}/{taskId}/executorStatus`, updateExecutorStatus],
    [`DELETE ${tasks}/{taskId}`, deleteTask],
    [`GET ${tasks}/{taskId}`, getTask],
    [`GET ${tasks}/sources/{sourceId}`, getTaskBySourceId],
  ]),
  problem: (status, text) => failed(status, 'InvalidParameter', text),
  throttled: () => failed(400, 'todo.taskCreate.flowControlError', 'flowControl because of executorId or orgId'),
  busy: (random) =>
    random() < 0.5
      ? failed(400, 'todo.taskCreate.lockError', 'todo.taskCreate.lockError')
      : failed(500, 'todo.taskUpdate.systemError', 'todo.taskUpdate.systemError'),
  *todos(store) {
    for (const task of store.collection<StoredTask>(taskCollection).values()) {
      for (const executor of task.executorIds ?? []) {
        yield {
          id: task.sourceId,
          assignee: executor,
          title: task.subject,
          urgency: urgencies[task.priority ?? 20] ?? 'normal',
          state: isDoneFor(task, executor) ? 'done' : 'open',
          links: { pc: task.detailUrl?.pcUrl ?? '', mobile: task.detailUrl?.appUrl || null },
        };
      }
    }
  },
};
