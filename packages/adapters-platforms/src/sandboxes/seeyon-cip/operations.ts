import { jsonAnswer } from '../engine/answers.ts';
import { jsonOperation } from '../engine/json-operation.ts';
import type { Outcome } from '../engine/json-operation.ts';
import type { Answer, Call, DecidedRow, Decision, Effect, Operation } from '../engine/sandbox-kind.ts';
import type { Change } from '../engine/store.ts';
import { looseId } from '../engine/validation.ts';
import { dialect, done, failed, noPending, unbound, unregistered } from './answers.ts';
import { pendingListSchema, pendingSchema, tokenSchema, updateStateSchema } from './schemas.ts';
import type { Pending } from './schemas.ts';

/** By `taskId`; those of the one registered system. */
export const pendings = 'pendings';

/** People whom nobody bound, and login names that nobody has: what the sandbox tells them by. */
const isUnbound = (id: string): boolean => id.startsWith('unbound');
const isNobody = (login: string): boolean => login.startsWith('nobody');

export const cancelled = 2;

export const issueToken = jsonOperation(dialect, {
  name: 'token',
  open: true,
  schema: tokenSchema,
  decide({ userName, password }, call): Outcome {
    if (userName !== call.credentials['userName'] || password !== call.credentials['password'])
      return { answer: failed('用户名或密码错误'), effect: 'refused' };
    const { token, changes } = call.tokens.issue();
    return { answer: jsonAnswer(true, { id: token, bindingUser: null }), effect: 'none', changes };
  },
});

const refusalOf = (pending: Pending, call: Call): Answer | null => {
  if (pending.registerCode !== call.credentials['registerCode']) return unregistered(pending.registerCode);
  const { thirdReceiverId: receiver, noneBindingReceiver: login } = pending;
  return isUnbound(receiver) && (!login || isNobody(login) || isUnbound(login)) ? unbound(receiver) : null;
};

const effectOf = (before: Pending | undefined, after: Pending): Effect => {
  if (before === undefined || before.subState === cancelled) return 'created';
  if (JSON.stringify(before) === JSON.stringify(after)) return 'none';
  return before.state === 0 && after.state === 1 ? 'completed' : 'updated';
};

export const receive = jsonOperation(dialect, {
  name: 'receive',
  schema: pendingSchema,
  decide(pending, call): Outcome {
    const refusal = refusalOf(pending, call);
    if (refusal !== null) return { answer: refusal, effect: 'refused' };
    const known = call.store.collection<Pending>(pendings).get(pending.taskId);
    return { answer: done, effect: effectOf(known, pending), changes: [[pendings, pending.taskId, pending]] };
  },
});

/** All or nothing: one that cannot be taken refuses the list. */
const receiveAll = jsonOperation(dialect, {
  name: 'receive/pendings',
  schema: pendingListSchema,
  decide({ pendingList }, call): Outcome {
    const refusal = pendingList.map((pending) => refusalOf(pending, call)).find((found) => found !== null);
    if (refusal !== undefined) return { answer: refusal, effect: 'refused' };
    const changes = pendingList.map((pending): Change => [pendings, pending.taskId, pending]);
    return { answer: done, effect: 'created', changes };
  },
});

const listed = (body: string): readonly unknown[] => {
  try {
    const raw: unknown = JSON.parse(body);
    const list: unknown = typeof raw === 'object' && raw !== null ? Reflect.get(raw, 'pendingList') : null;
    return Array.isArray(list) ? list.slice(0, 100) : [];
  } catch {
    return [];
  }
};

/** One row of the log for each of the list. */
export const receiveMany: Operation = {
  name: receiveAll.name,
  decide(call): Decision {
    const decision = receiveAll.decide(call);
    const before = new Map(call.store.collection<Pending>(pendings));
    const rows = listed(call.body).map((item): DecidedRow => {
      const id = looseId(item, ['taskId']);
      if (!decision.answer.ok) return { operation: 'receive', id, effect: 'refused' };
      const after = item as Pending;
      const effect = effectOf(before.get(id), after);
      before.set(id, after);
      return { operation: 'receive', id, effect };
    });
    return rows.length === 0 ? decision : { ...decision, rows };
  },
};

export const updateState = jsonOperation(dialect, {
  name: 'updatePendingState',
  schema: updateStateSchema,
  decide({ registerCode, taskId, state, subState }, call): Outcome {
    if (registerCode !== call.credentials['registerCode'])
      return { answer: unregistered(registerCode), effect: 'refused' };
    const known = call.store.collection<Pending>(pendings).get(taskId);
    if (known === undefined) return { answer: noPending(taskId), effect: 'refused' };
    const next: Pending = { ...known, state, subState: subState ?? null };
    const gone = next.subState === cancelled && known.subState !== cancelled;
    return {
      answer: done,
      effect: gone
        ? 'withdrawn'
        : known.subState === cancelled && next.subState === cancelled
          ? 'none'
          : effectOf(known, next),
      changes: [[pendings, taskId, next]],
    };
  },
});
