import type { SandboxKind, SandboxUrgency } from '../engine/sandbox-kind.ts';
import {
  deleteTodo,
  failed,
  getTodo,
  getTodoCount,
  sendTodo,
  setTodoDone,
  todoCollection,
  updateTodo,
} from './operations.ts';
import type { StoredTodo } from './schemas.ts';

const urgencies: Readonly<Record<number, SandboxUrgency>> = { 1: 'critical', 2: 'urgent', 3: 'normal' };
const base = '/api/sys-notify/sysNotifyTodoRestService';

/** Contract: docs/reference/platforms/landray-ekp.md */
export const landrayEkp: SandboxKind = {
  name: 'landray-ekp',
  bodyLimit: 256 * 1024,
  newCredentials: (secret) => ({
    userName: 'portico',
    password: secret(),
    modelName: 'com.example.oa.todo',
    appName: 'OA',
    deleteOptType: '1',
  }),
  operations: new Map([
    [`${base}/sendTodo`, sendTodo],
    [`${base}/setTodoDone`, setTodoDone],
    [`${base}/deleteTodo`, deleteTodo],
    [`${base}/updateTodo`, updateTodo],
    [`${base}/getTodo`, getTodo],
    [`${base}/getTodoCount`, getTodoCount],
  ]),
  problem: (status, text) => failed(`参数错误：${text}`, status),
  throttled: (seconds) => failed('请求过于频繁', 429, { 'retry-after': String(seconds) }),
  busy: () => failed('系统繁忙，请稍后再试'),
  *todos(store) {
    for (const todo of store.collection<StoredTodo>(todoCollection).values()) {
      yield {
        id: todo.modelId,
        assignee: todo.target,
        title: todo.subject,
        urgency: urgencies[todo.level] ?? 'normal',
        state: todo.done ? 'done' : 'open',
        links: { pc: todo.link, mobile: todo.mobileLink },
      };
    }
  },
};
