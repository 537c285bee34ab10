import { given } from '../engine/given.ts';
import { jsonOperation } from '../engine/json-operation.ts';
import type { Outcome } from '../engine/json-operation.ts';
import type { Call } from '../engine/sandbox-kind.ts';
import { dialect, done, duplicate, noInstance, noTask, wrongCredentials } from './answers.ts';
import { instances, taskKeys, tasks } from './collections.ts';
import {
  byThirdIdSchema,
  createTaskSchema,
  queryTaskSchema,
  tokenSchema,
  updateStatusSchema,
  updateTaskSchema,
} from './schemas.ts';
import type { StoredInstance, StoredTask } from './schemas.ts';

export const issueToken = jsonOperation(dialect, {
  name: 'token',
  open: true,
  schema: tokenSchema,
  decide({ appId, appSecret }, call): Outcome {
    if (appId !== call.credentials['appId'] || appSecret !== call.credentials['appSecret'])
      return { answer: wrongCredentials, effect: 'refused' };
    const { token, expiresIn, changes } = call.tokens.issue();
    return { answer: done({ access_token: token, expires_in: expiresIn }), effect: 'none', changes };
  },
});

export const createTask = jsonOperation(dialect, {
  name: 'task/create',
  schema: createTaskSchema,
  decide(input, call): Outcome {
    const known = call.store.collection<StoredTask>(tasks).get(input.taskKey);
    if (known !== undefined) return { answer: duplicate(known.third_id), effect: 'none' };
    const parent = call.store.collection<StoredInstance>(instances).get(input.instanceId);
    if (parent === undefined) return { answer: noInstance, effect: 'refused' };
    const third_id = call.newId();
    return {
      answer: done({ third_id }),
      effect: 'created',
      changes: [
        [tasks, input.taskKey, { ...input, third_id, instanceThirdId: parent.third_id } satisfies StoredTask],
        [taskKeys, third_id, input.taskKey],
      ],
    };
  },
});

function changeTask(input: { third_id: string } & Partial<StoredTask>, call: Call): Outcome {
  const known = findTask(call, input.third_id);
  if (known === undefined) return { answer: noTask, effect: 'refused' };
  const next: StoredTask = { ...known, ...input };
  const id = known.taskKey;
  if (JSON.stringify(next) === JSON.stringify(known)) return { id, answer: done(), effect: 'none' };
  const completed = known.status === 'TODO' && next.status === 'DONE';
  return { id, answer: done(), effect: completed ? 'completed' : 'updated', changes: [[tasks, id, next]] };
}

export const updateTask = jsonOperation(dialect, {
  name: 'task/update',
  schema: updateTaskSchema,
  decide: (input, call) => changeTask({ ...given(input), third_id: input.third_id }, call),
});

export const updateTaskStatus = jsonOperation(dialect, {
  name: 'task/updateStatus',
  schema: updateStatusSchema,
  decide: (input, call) => changeTask({ ...given(input), third_id: input.third_id }, call),
});

export const deleteTask = jsonOperation(dialect, {
  name: 'task/delete',
  schema: byThirdIdSchema,
  decide({ third_id }, call): Outcome {
    const known = findTask(call, third_id);
    if (known === undefined) return { answer: noTask, effect: 'none' };
    const id = known.taskKey;
    return {
      id,
      answer: done(),
      effect: 'withdrawn',
      changes: [
        [tasks, id],
        [taskKeys, third_id],
      ],
    };
  },
});

export const queryTask = jsonOperation(dialect, {
  name: 'task/query',
  schema: queryTaskSchema,
  decide({ taskKey }, call): Outcome {
    const known = call.store.collection<StoredTask>(tasks).get(taskKey);
    return { answer: known === undefined ? noTask : done(known), effect: 'none' };
  },
});

function findTask(call: Call, thirdId: string): StoredTask | undefined {
  const key = call.store.collection<string>(taskKeys).get(thirdId);
  return key === undefined ? undefined : call.store.collection<StoredTask>(tasks).get(key);
}
