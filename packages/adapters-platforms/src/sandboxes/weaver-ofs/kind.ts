import type { SandboxKind, SandboxUrgency } from '../engine/sandbox-kind.ts';
import { deleteUserRequestInfo, failed, isOpen, receiveRequestInfo, todoCollection } from './operations.ts';
import type { StoredTodo } from './schemas.ts';

const urgencies: Readonly<Record<string, SandboxUrgency>> = { 0: 'normal', 1: 'urgent', 2: 'critical', 3: 'low' };

/** Contract: docs/reference/platforms/weaver-ofs.md */
export const weaverOfs: SandboxKind = {
  name: 'weaver-ofs',
  bodyLimit: 64 * 1024,
  newCredentials: (secret) => ({ syscode: `portico-${secret().slice(0, 8)}`, urgencyField: 'requestlevel' }),
  operations: new Map([
    ['/rest/ofs/ReceiveRequestInfoByJson', receiveRequestInfo],
    ['/rest/ofs/deleteUserRequestInfoByJson', deleteUserRequestInfo],
  ]),
  problem: (status, text) => failed(`参数错误：${text}`, status),
  throttled: (seconds) => failed('请求过于频繁', 429, { 'retry-after': String(seconds) }),
  busy: () => failed('系统繁忙，请稍后再试'),
  *todos(store) {
    for (const [id, todo] of store.collection<StoredTodo>(todoCollection)) {
      yield {
        id,
        assignee: todo.receiver,
        title: todo.requestname,
        urgency: urgencies[todo.requestlevel ?? 0] ?? 'normal',
        state: isOpen(todo) ? 'open' : 'done',
        links: { pc: todo.pcurl, mobile: todo.appurl || null },
      };
    }
  },
};
