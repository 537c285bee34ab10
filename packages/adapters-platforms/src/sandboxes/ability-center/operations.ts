import { jsonOperation } from '../engine/json-operation.ts';
import type { Outcome } from '../engine/json-operation.ts';
import type { Call } from '../engine/sandbox-kind.ts';
import { dialect, done, invalid, noObject, stale, wrongCredentials } from './answers.ts';
import { idsByBizId, instances } from './collections.ts';
import { byIdSchema, createInstanceSchema, saveInstanceSchema, searchSchema, todoKey, tokenSchema } from './schemas.ts';
import type { StoredInstance } from './schemas.ts';

const mostFound = 20;

export const issueToken = jsonOperation(dialect, {
  name: 'token',
  open: true,
  schema: tokenSchema,
  decide({ appKey, appSecret }, call): Outcome {
    if (appKey !== call.credentials['appKey'] || appSecret !== call.credentials['appSecret'])
      return { answer: wrongCredentials, effect: 'refused' };
    const { token, expiresIn, changes } = call.tokens.issue();
    return { answer: done({ access_token: token, expires_in: expiresIn }), effect: 'none', changes };
  },
});

/** Never looks whether the business key is known: doubled creates show up twice. */
export const createInstance = jsonOperation(dialect, {
  name: 'instances/create',
  schema: createInstanceSchema,
  decide(input, call): Outcome {
    const id = call.newId();
    return {
      answer: done({ id, version: input.version }),
      effect: 'created',
      changes: [
        [instances, id, { ...input, id } satisfies StoredInstance],
        [idsByBizId, input.bizId, [...idsOf(call, input.bizId), id]],
      ],
    };
  },
});

export const saveInstance = jsonOperation(dialect, {
  name: 'instances/save',
  schema: saveInstanceSchema,
  decide(input, call): Outcome {
    const known = call.store.collection<StoredInstance>(instances).get(input.id);
    if (known === undefined) return { answer: noObject, effect: 'refused' };
    if (known.bizId !== input.bizId) return { answer: invalid('bizId：与对象不符'), effect: 'refused' };
    if (BigInt(input.version) < BigInt(known.version))
      return { answer: stale(known.id, known.version), effect: 'none' };
    return {
      answer: done({ id: known.id, version: input.version }),
      effect: effectOf(known, input),
      changes: [[instances, known.id, input]],
    };
  },
});

export const deleteInstance = jsonOperation(dialect, {
  name: 'instances/delete',
  schema: byIdSchema,
  decide({ id }, call): Outcome {
    const known = call.store.collection<StoredInstance>(instances).get(id);
    if (known === undefined) return { answer: noObject, effect: 'none' };
    const others = idsOf(call, known.bizId).filter((other) => other !== id);
    return {
      id: known.bizId,
      answer: done(),
      effect: 'withdrawn',
      changes: [[instances, id], others.length > 0 ? [idsByBizId, known.bizId, others] : [idsByBizId, known.bizId]],
    };
  },
});

export const searchInstances = jsonOperation(dialect, {
  name: 'instances/search',
  schema: searchSchema,
  decide({ bizId }, call): Outcome {
    const ids = idsOf(call, bizId);
    const items = ids.slice(0, mostFound).map((id) => call.store.collection<StoredInstance>(instances).get(id));
    return { answer: done({ total: ids.length, items }), effect: 'none' };
  },
});

function idsOf(call: Call, bizId: string): readonly string[] {
  return call.store.collection<string[]>(idsByBizId).get(bizId) ?? [];
}

function effectOf(before: StoredInstance, after: StoredInstance): 'none' | 'completed' | 'updated' {
  const shown = ({ version: _version, id: _id, ...content }: StoredInstance): string => JSON.stringify(content);
  if (shown(before) === shown(after)) return 'none';
  const wasDone = new Set(before.todos.filter(({ status }) => status === 'FINISHED').map(todoKey));
  return after.todos.some((todo) => todo.status === 'FINISHED' && !wasDone.has(todoKey(todo)))
    ? 'completed'
    : 'updated';
}
