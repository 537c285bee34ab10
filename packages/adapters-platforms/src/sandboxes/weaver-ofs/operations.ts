import { jsonAnswer } from '../engine/answers.ts';
import { jsonOperation } from '../engine/json-operation.ts';
import type { Dialect, Outcome } from '../engine/json-operation.ts';
import type { Answer, Effect } from '../engine/sandbox-kind.ts';
import { deleteSchema, writeSchema } from './schemas.ts';
import type { StoredTodo } from './schemas.ts';

export const todoCollection = 'todos';
/** `receivets` of what was deleted: a late older write must not bring it back. */
const deletedCollection = 'deleted';

type OperType = 'New' | 'Edit' | 'Del';

function answer(ok: boolean, message: string, syscode = '', operType: OperType = 'Edit'): Answer {
  return jsonAnswer(ok, { syscode, dataType: 'WfData', operType, operResult: ok ? '1' : '0', message });
}

export function failed(message: string, status = 200, headers?: Record<string, string>): Answer {
  return jsonAnswer(
    false,
    { syscode: '', dataType: 'WfData', operType: '', operResult: '0', message },
    status,
    headers,
  );
}

const dialect: Dialect = { idFields: ['flowid'], invalid: (reason) => failed(`参数错误：${reason}`) };

export const receiveRequestInfo = jsonOperation(dialect, {
  name: 'receiveRequestInfo',
  schema: writeSchema,
  decide(todo, call): Outcome {
    const id = idOf(todo.flowid, todo.receiver);
    if (todo.syscode !== call.credentials['syscode'])
      return { id, answer: unregistered(todo.syscode), effect: 'refused' };
    const known = call.store.collection<StoredTodo>(todoCollection).get(id);
    const deletedAt = call.store.collection<string>(deletedCollection).get(id);
    if (known === undefined) {
      if (deletedAt !== undefined && BigInt(todo.receivets) <= BigInt(deletedAt))
        return { id, answer: answer(true, '', todo.syscode, 'New'), effect: 'none' };
      return {
        id,
        answer: answer(true, '', todo.syscode, 'New'),
        effect: 'created',
        changes: [
          [todoCollection, id, todo],
          [deletedCollection, id],
        ],
      };
    }
    if (BigInt(todo.receivets) < BigInt(known.receivets))
      return { id, answer: answer(true, '', todo.syscode), effect: 'none' };
    return {
      id,
      answer: answer(true, '', todo.syscode),
      effect: effectOf(known, todo),
      changes: [[todoCollection, id, todo]],
    };
  },
});

export const deleteUserRequestInfo = jsonOperation(dialect, {
  name: 'deleteUserRequestInfo',
  schema: deleteSchema,
  decide({ syscode, flowid, userid }, call): Outcome {
    const id = idOf(flowid, userid);
    if (syscode !== call.credentials['syscode']) return { id, answer: unregistered(syscode), effect: 'refused' };
    const known = call.store.collection<StoredTodo>(todoCollection).get(id);
    if (known === undefined)
      return { id, answer: answer(false, `流程数据不存在：${flowid}`, syscode, 'Del'), effect: 'none' };
    return {
      id,
      answer: answer(true, '', syscode, 'Del'),
      effect: 'withdrawn',
      changes: [
        [todoCollection, id],
        [deletedCollection, id, known.receivets],
      ],
    };
  },
});

export function isOpen(todo: StoredTodo): boolean {
  return todo.isremark === '0' || todo.isremark === '8';
}

/** The identity within one system code; a flow is one person's only together with the receiver. */
function idOf(flowid: string, receiver: string): string {
  return `${flowid}:${receiver}`;
}

function unregistered(syscode: string): Answer {
  return answer(false, `异构系统未注册：${syscode}`, syscode);
}

function effectOf(before: StoredTodo, after: StoredTodo): Effect {
  const { receivets: _before, ...shownBefore } = before;
  const { receivets: _after, ...shownAfter } = after;
  if (JSON.stringify(shownBefore) === JSON.stringify(shownAfter)) return 'none';
  return isOpen(before) && !isOpen(after) ? 'completed' : 'updated';
}
