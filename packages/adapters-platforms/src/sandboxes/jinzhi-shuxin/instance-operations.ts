import { jsonOperation } from '../engine/json-operation.ts';
import type { Outcome } from '../engine/json-operation.ts';
import type { Call } from '../engine/sandbox-kind.ts';
import { given } from '../engine/given.ts';
import type { Change } from '../engine/store.ts';
import { dialect, done, duplicate, noInstance } from './answers.ts';
import { instanceKeys, instances, taskKeys, tasks } from './collections.ts';
import { byThirdIdSchema, createInstanceSchema, updateInstanceSchema } from './schemas.ts';
import type { StoredInstance, StoredTask } from './schemas.ts';

export const createInstance = jsonOperation(dialect, {
  name: 'instance/create',
  schema: createInstanceSchema,
  decide(input, call): Outcome {
    const known = call.store.collection<StoredInstance>(instances).get(input.instanceId);
    if (known !== undefined) return { answer: duplicate(known.third_id), effect: 'none' };
    const third_id = call.newId();
    return {
      answer: done({ third_id }),
      effect: 'created',
      changes: [
        [instances, input.instanceId, { ...input, third_id } satisfies StoredInstance],
        [instanceKeys, third_id, input.instanceId],
      ],
    };
  },
});

export const updateInstance = jsonOperation(dialect, {
  name: 'instance/update',
  schema: updateInstanceSchema,
  decide(input, call): Outcome {
    const known = findInstance(call, input.third_id);
    if (known === undefined) return { answer: noInstance, effect: 'refused' };
    const next = { ...known, ...given(input) };
    const id = known.instanceId;
    if (JSON.stringify(next) === JSON.stringify(known)) return { id, answer: done(), effect: 'none' };
    const completed = known.status === 'RUNNING' && next.status !== 'RUNNING';
    return { id, answer: done(), effect: completed ? 'completed' : 'updated', changes: [[instances, id, next]] };
  },
});

export const deleteInstance = jsonOperation(dialect, {
  name: 'instance/delete',
  schema: byThirdIdSchema,
  decide({ third_id }, call): Outcome {
    const known = findInstance(call, third_id);
    if (known === undefined) return { answer: noInstance, effect: 'none' };
    const id = known.instanceId;
    const changes: Change[] = [
      [instances, id],
      [instanceKeys, third_id],
    ];
    for (const task of call.store.collection<StoredTask>(tasks).values()) {
      if (task.instanceId === id) changes.push([tasks, task.taskKey], [taskKeys, task.third_id]);
    }
    return { id, answer: done(), effect: 'withdrawn', changes };
  },
});

function findInstance(call: Call, thirdId: string): StoredInstance | undefined {
  const key = call.store.collection<string>(instanceKeys).get(thirdId);
  return key === undefined ? undefined : call.store.collection<StoredInstance>(instances).get(key);
}
