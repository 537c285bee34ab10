import { jsonAnswer } from '../engine/answers.ts';
import { jsonOperation } from '../engine/json-operation.ts';
import type { Outcome } from '../engine/json-operation.ts';
import type { Decision, Effect, Operation } from '../engine/sandbox-kind.ts';
import type { Change } from '../engine/store.ts';
import { dialect, done, failed, notDeleted, notUpdated } from './answers.ts';
import { addSchema, deleteSchema, tokenSchema, updateSchema } from './schemas.ts';
import type { StoredTask } from './schemas.ts';

/** By `taskId` and `userId`. */
export const tasks = 'tasks';

const keyOf = (taskId: string, userId: string): string => JSON.stringify([taskId, userId]);

export const issueToken = jsonOperation(dialect, {
  name: 'tickets',
  open: true,
  schema: tokenSchema,
  decide({ client_id: id, client_secret: secret }, call): Outcome {
    if (id !== call.credentials['clientId'] || secret !== call.credentials['clientSecret'])
      return { answer: failed('41500', 'get access_token failed.'), effect: 'refused' };
    const { token, expiresIn, changes } = call.tokens.issue();
    return {
      answer: jsonAnswer(true, { code: '0', message: 'ok', access_token: token, expires_in: expiresIn }),
      effect: 'none',
      changes,
    };
  },
});

const effectOf = (before: StoredTask | undefined, after: StoredTask): Effect => {
  if (before === undefined) return 'created';
  const { isMsg: _before, ...was } = before;
  const { isMsg: _after, ...is } = after;
  return JSON.stringify(was) === JSON.stringify(is) ? 'none' : 'updated';
};

const adding = jsonOperation(dialect, {
  name: 'addtask',
  schema: addSchema,
  decide(input, call): Outcome {
    const key = keyOf(input.taskId, input.userId);
    const task: StoredTask = { ...input, done: false };
    const known = call.store.collection<StoredTask>(tasks).get(key);
    const { taskId, taskTitle, userId } = input;
    return {
      answer: done('Create todo_task successfully.', { taskId, taskTitle, userId, uuid: call.newId(), status: 1 }),
      effect: effectOf(known, task),
      changes: [[tasks, key, task]],
    };
  },
});

/** A message that was sent to somebody shows as a row of its own. */
export const addTask: Operation = {
  name: adding.name,
  decide(call): Decision {
    const decision = adding.decide(call);
    const [row] = decision.rows;
    const change = decision.changes.find(([collection]) => collection === tasks);
    const task = change?.length === 3 ? (change[2] as StoredTask) : null;
    if (row === undefined || task?.isMsg !== 1) return decision;
    return { ...decision, rows: [row, { operation: 'isMsg', id: row.id, effect: 'none' }] };
  },
};

export const updateTask = jsonOperation(dialect, {
  name: 'updatetask',
  input: 'address',
  schema: updateSchema,
  decide({ taskId, userId }, call): Outcome {
    const key = keyOf(taskId, userId);
    const known = call.store.collection<StoredTask>(tasks).get(key);
    if (known === undefined) return { answer: notUpdated, effect: 'refused' };
    const answer = done('Update todo task successfully.', { taskId, userId });
    return known.done
      ? { answer, effect: 'none' }
      : { answer, effect: 'completed', changes: [[tasks, key, { ...known, done: true } satisfies StoredTask]] };
  },
});

export const deleteTask = jsonOperation(dialect, {
  name: 'deltask',
  input: 'address',
  schema: deleteSchema,
  decide({ taskId }, call): Outcome {
    const changes = [...call.store.collection<StoredTask>(tasks)]
      .filter(([, task]) => task.taskId === taskId)
      .map(([key]): Change => [tasks, key]);
    if (changes.length === 0) return { answer: notDeleted, effect: 'none' };
    return { answer: done('Delete todo task successfully.', { taskId }), effect: 'withdrawn', changes };
  },
});
