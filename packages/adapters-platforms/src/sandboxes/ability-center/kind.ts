import type { SandboxKind, SandboxUrgency } from '../engine/sandbox-kind.ts';
import { failed, invalid } from './answers.ts';
import { instances } from './collections.ts';
import { createInstance, deleteInstance, issueToken, saveInstance, searchInstances } from './operations.ts';
import type { StoredInstance } from './schemas.ts';

const urgencies: Readonly<Record<StoredInstance['todos'][number]['emergency'], SandboxUrgency>> = {
  低: 'low',
  普通: 'normal',
  紧急: 'urgent',
  特急: 'critical',
};

/** Contract: docs/reference/platforms/ability-center.md */
export const abilityCenter: SandboxKind = {
  name: 'ability-center',
  bodyLimit: 4 * 1024 * 1024,
  tokenSeconds: 1_800,
  newCredentials: (secret) => ({ appKey: `portico-${secret().slice(0, 8)}`, appSecret: secret() }),
  operations: new Map([
    ['/ability/auth/token', issueToken],
    ['/ability/taskcenter/instances/create', createInstance],
    ['/ability/taskcenter/instances/save', saveInstance],
    ['/ability/taskcenter/instances/delete', deleteInstance],
    ['/ability/taskcenter/instances/search', searchInstances],
  ]),
  problem: (status, text) => invalid(text, status),
  throttled: (seconds) => failed(429, '请求过多', null, 429, { 'retry-after': String(seconds) }),
  busy: (random) => (random() < 0.5 ? failed(4231, '对象被锁定') : failed(5001, '系统繁忙')),
  *todos(store) {
    for (const instance of store.collection<StoredInstance>(instances).values()) {
      for (const todo of instance.todos) {
        yield {
          id: todo.todoId,
          assignee: todo.assigneeId,
          title: todo.title,
          urgency: urgencies[todo.emergency],
          state: todo.status === 'PENDING' ? 'open' : 'done',
          links: { pc: todo.pcUrl, mobile: todo.mobileUrl || null },
        };
      }
    }
  },
};
