import type { SandboxKind, SandboxUrgency } from '../engine/sandbox-kind.ts';
import { failed, pushTask, taskCollection } from './operations.ts';
import type { StoredTask } from './schemas.ts';

const urgencies: Readonly<Record<string, SandboxUrgency>> = { 0: 'low', 1: 'critical', 2: 'urgent', 3: 'normal' };

/** Contract: docs/reference/platforms/jinzhi.md */
export const jinzhi: SandboxKind = {
  name: 'jinzhi',
  bodyLimit: 1024 * 1024,
  newCredentials: (secret) => ({ appId: `portico-${secret().slice(0, 8)}`, accessToken: secret() }),
  operations: new Map([['/taskcenterapp/sys/taskCenter/taskReceive/pushTask.do', pushTask]]),
  problem: (status, text) => failed(`参数错误：${text}`, status),
  throttled: (seconds) => failed('请求过于频繁', 429, { 'retry-after': String(seconds) }),
  busy: () => failed('系统繁忙，请稍后再试'),
  *todos(store) {
    for (const task of store.collection<StoredTask>(taskCollection).values()) {
      for (const { assign_id } of task.assignments) {
        yield {
          id: task.task_id,
          assignee: assign_id,
          title: task.subject,
          urgency: urgencies[task.priority ?? 3] ?? 'normal',
          state: task.status === 'ACTIVE' ? 'open' : 'done',
          links: { pc: task.form_url, mobile: task.form_mobile_url || null },
        };
      }
    }
  },
};
