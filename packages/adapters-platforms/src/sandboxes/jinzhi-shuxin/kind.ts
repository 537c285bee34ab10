import type { SandboxKind, SandboxUrgency } from '../engine/sandbox-kind.ts';
import { failed } from './answers.ts';
import { tasks } from './collections.ts';
import { createInstance, deleteInstance, updateInstance } from './instance-operations.ts';
import { createTask, deleteTask, issueToken, queryTask, updateTask, updateTaskStatus } from './operations.ts';
import type { StoredTask } from './schemas.ts';

const urgencies: Readonly<Record<number, SandboxUrgency>> = { 1: 'low', 2: 'normal', 3: 'urgent', 4: 'critical' };

/** Contract: docs/reference/platforms/jinzhi-shuxin.md */
export const jinzhiShuxin: SandboxKind = {
  name: 'jinzhi-shuxin',
  bodyLimit: 256 * 1024,
  tokenSeconds: 7_200,
  newCredentials: (secret) => ({ appId: `portico-${secret().slice(0, 8)}`, appSecret: secret() }),
  operations: new Map([
    ['/openapi/auth/token', issueToken],
    ['/openapi/taskcenter/instance/create', createInstance],
    ['/openapi/taskcenter/instance/update', updateInstance],
    ['/openapi/taskcenter/instance/delete', deleteInstance],
    ['/openapi/taskcenter/task/create', createTask],
    ['/openapi/taskcenter/task/update', updateTask],
    ['/openapi/taskcenter/task/updateStatus', updateTaskStatus],
    ['/openapi/taskcenter/task/delete', deleteTask],
    ['/openapi/taskcenter/task/query', queryTask],
  ]),
  problem: (status, text) => failed(40001, `参数错误：${text}`, null, status),
  throttled: (seconds) => failed(42900, '请求过于频繁', { retry_after: seconds }),
  busy: (random) => (random() < 0.5 ? failed(42301, '数据被锁定，请稍后重试') : failed(50000, '系统异常')),
  *todos(store) {
    for (const task of store.collection<StoredTask>(tasks).values()) {
      yield {
        id: task.taskKey,
        assignee: task.handler.userId,
        title: task.subject,
        urgency: urgencies[task.urgency] ?? 'normal',
        state: task.status === 'TODO' ? 'open' : 'done',
        links: { pc: task.pcUrl, mobile: task.mobileUrl || null },
      };
    }
  },
};
