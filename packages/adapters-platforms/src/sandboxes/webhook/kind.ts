import type { SandboxKind } from '../engine/sandbox-kind.ts';
import { failed, receive, todoCollection } from './operations.ts';
import type { StoredTodo } from './schemas.ts';

/** Contract: docs/reference/platforms/webhook.md */
export const webhook: SandboxKind = {
  name: 'webhook',
  bodyLimit: 256 * 1024,
  newCredentials: (secret) => ({
    signingSecret: `whsec_${Buffer.from(secret() + secret(), 'hex').toString('base64')}`,
  }),
  operations: new Map([['/', receive]]),
  problem: (status, text) => failed(status, text),
  throttled: (seconds) => failed(429, '请求过于频繁', { 'retry-after': String(seconds) }),
  busy: (random) => (random() < 0.5 ? failed(503, '系统繁忙') : failed(409, '消息正在处理中')),
  *todos(store) {
    for (const todo of store.collection<StoredTodo>(todoCollection).values()) {
      yield {
        id: todo.id,
        assignee: todo.assignee.id,
        title: todo.title,
        urgency: todo.urgency,
        state: todo.state,
        links: { pc: todo.links.pc, mobile: todo.links.mobile ?? null },
      };
    }
  },
};
