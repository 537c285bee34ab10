import type { SandboxKind } from '../engine/sandbox-kind.ts';
import { failed, invalid } from './answers.ts';
import { addTask, deleteTask, issueToken, tasks, updateTask } from './operations.ts';
import type { StoredTask } from './schemas.ts';

/** Contract: docs/reference/platforms/welink.md */
export const welink: SandboxKind = {
  name: 'welink',
  bodyLimit: 64 * 1024,
  tokenSeconds: 7_200,
  newCredentials: (secret) => ({
    clientId: `portico${secret().slice(0, 12)}`,
    clientSecret: secret(),
    appName: 'OA',
    completePath: '/api/todo/v1/updatetask',
    missingCodes: '55008,55009',
  }),
  operations: new Map([
    ['/api/auth/v2/tickets', issueToken],
    ['/api/todo/v3/addtask', addTask],
    ['PUT /api/todo/v1/updatetask', updateTask],
    ['DELETE /api/todo/v1/deltask', deleteTask],
  ]),
  problem: (status, text) => invalid(text, status),
  throttled: (seconds) => failed('55029', 'too many requests.', 429, { 'retry-after': String(seconds) }),
  busy: () => failed('55004', 'server exception.'),
  *todos(store) {
    for (const task of store.collection<StoredTask>(tasks).values()) {
      yield {
        id: task.taskId,
        assignee: task.userId,
        title: task.taskTitle,
        urgency: 'normal',
        state: task.done ? 'done' : 'open',
        links: { pc: task.detailsUrlPc ?? '', mobile: task.detailsUrl },
      };
    }
  },
};
