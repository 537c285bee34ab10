import type { SandboxKind } from '../engine/sandbox-kind.ts';
import { failed, invalid } from './answers.ts';
import { deleteTask, issueToken, listInstances, listTasks, pushLog, pushTask, tasks } from './operations.ts';
import type { StoredTask } from './schemas.ts';

const base = '/v1/infra/task_center';

/** Contract: docs/reference/platforms/tongji-open.md */
export const tongjiOpen: SandboxKind = {
  name: 'tongji-open',
  bodyLimit: 256 * 1024,
  tokenSeconds: 7_200,
  newCredentials: (secret) => ({
    clientId: `portico-${secret().slice(0, 8)}`,
    clientSecret: secret(),
    appId: '4_1001',
    deletePath: `${base}/delete_task`,
    missingCodes: 'A00002',
    refusedCodes: 'A00001',
  }),
  operations: new Map([
    ['/v1/token', issueToken],
    [`${base}/push_task`, pushTask],
    [`${base}/delete_task`, deleteTask],
    [`${base}/push_task_log`, pushLog],
    [`GET ${base}/task_list`, listTasks],
    [`GET ${base}/inst_list`, listInstances],
  ]),
  problem: (status, text) => invalid(text, status),
  throttled: (seconds) => failed('A00429', '请求过于频繁', 429, { 'retry-after': String(seconds) }),
  busy: () => failed('A00500', '系统繁忙'),
  *todos(store) {
    for (const task of store.collection<StoredTask>(tasks).values()) {
      yield {
        id: task.thirdpartyId,
        assignee: task.userId,
        title: task.thirdpartyName,
        urgency: 'normal',
        state: task.taskStatus === 1 ? 'open' : 'done',
        links: { pc: task.formUrl, mobile: task.formMobileUrl || null },
      };
    }
  },
};
