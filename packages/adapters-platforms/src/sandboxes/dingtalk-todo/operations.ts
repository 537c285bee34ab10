import { given } from '../engine/given.ts';
import { jsonOperation } from '../engine/json-operation.ts';
import type { Dialect, Outcome } from '../engine/json-operation.ts';
import type { Call } from '../engine/sandbox-kind.ts';
import { dialectOf, done, failed, noTask } from './answers.ts';
import {
  bySourceIdSchema,
  byTaskIdSchema,
  createSchema,
  executorStatusSchema,
  tokenSchema,
  updateSchema,
} from './schemas.ts';
import type { StoredTask } from './schemas.ts';

export const taskCollection = 'tasks';
/** Our keys, by the platform's ids. */
const sourceIdCollection = 'source-ids';

const tokenDialect: Dialect = {
  idFields: [],
  invalid: () => failed(400, 'invalidClientIdOrSecret', '无效的clientId或者clientSecret'),
};

/** The same token as long as it lives, with its life begun anew. */
export const issueToken = jsonOperation(tokenDialect, {
  name: 'accessToken',
  open: true,
  schema: tokenSchema,
  decide({ appKey, appSecret }, call): Outcome {
    if (appKey !== call.credentials['appKey'] || appSecret !== call.credentials['appSecret'])
      return { answer: tokenDialect.invalid(''), effect: 'refused' };
    const { token, expiresIn, changes } = call.tokens.issue(0, true);
    return { answer: done({ accessToken: token, expireIn: expiresIn }), effect: 'none', changes };
  },
});

export const createTask = jsonOperation(dialectOf('taskCreate'), {
  name: 'tasks/create',
  schema: createSchema,
  decide(input, call): Outcome {
    const tasks = call.store.collection<StoredTask>(taskCollection);
    if (tasks.has(input.sourceId))
      return { answer: failed(400, 'todo.taskCreate.paramError', 'task exist'), effect: 'none' };
    const id = call.newId();
    const task: StoredTask = {
      ...input,
      id,
      owner: call.params['unionId'] ?? '',
      done: false,
      doneBy: [],
      notified: input.notifyConfigs?.dingNotify === '1' ? 1 : 0,
      createdTime: call.now,
      modifiedTime: call.now,
      finishTime: null,
    };
    return {
      answer: done(shown(task)),
      effect: 'created',
      changes: [
        [taskCollection, input.sourceId, task],
        [sourceIdCollection, id, input.sourceId],
      ],
    };
  },
});

export const updateTask = jsonOperation(dialectOf('taskUpdate'), {
  name: 'tasks/update',
  schema: updateSchema,
  decide(input, call): Outcome {
    const known = findTask(call);
    if (known === undefined) return { answer: noTask('taskUpdate'), effect: 'refused' };
    const isDone = input.done ?? known.done;
    return replaced(known, {
      ...known,
      ...given(input),
      done: isDone,
      // Opening a task again opens it for everybody.
      doneBy: input.done === false ? [] : known.doneBy,
      finishTime: isDone ? (known.finishTime ?? call.now) : null,
      modifiedTime: call.now,
    });
  },
});

export const updateExecutorStatus = jsonOperation(dialectOf('taskUpdate'), {
  name: 'tasks/executorStatus',
  schema: executorStatusSchema,
  decide({ executorStatusList }, call): Outcome {
    const known = findTask(call);
    if (known === undefined) return { answer: noTask('taskUpdate'), effect: 'refused' };
    const doneBy = new Set(known.doneBy);
    for (const { id, isDone } of executorStatusList) {
      if (isDone) doneBy.add(id);
      else doneBy.delete(id);
    }
    return replaced(known, { ...known, doneBy: [...doneBy], modifiedTime: call.now });
  },
});

export const deleteTask = jsonOperation(dialectOf('taskDelete'), {
  name: 'tasks/delete',
  schema: byTaskIdSchema,
  input: 'address',
  decide(_input, call): Outcome {
    const known = findTask(call);
    if (known === undefined) return { answer: noTask('taskDelete'), effect: 'none' };
    return {
      id: known.sourceId,
      answer: done({ requestId: 'sandbox', result: true }),
      effect: 'withdrawn',
      changes: [
        [taskCollection, known.sourceId],
        [sourceIdCollection, known.id],
      ],
    };
  },
});

export const getTask = jsonOperation(dialectOf('taskQuery'), {
  name: 'tasks/get',
  schema: byTaskIdSchema,
  input: 'address',
  decide: (_input, call): Outcome => read(findTask(call)),
});

export const getTaskBySourceId = jsonOperation(dialectOf('taskQuery'), {
  name: 'tasks/sources/get',
  schema: bySourceIdSchema,
  input: 'address',
  decide({ unionId, sourceId }, call): Outcome {
    const known = call.store.collection<StoredTask>(taskCollection).get(sourceId);
    return read(known?.owner === unionId ? known : undefined);
  },
});

export const isDoneFor = (task: StoredTask, unionId: string): boolean => task.done || task.doneBy.includes(unionId);

function read(task: StoredTask | undefined): Outcome {
  if (task === undefined) return { answer: noTask('taskQuery'), effect: 'none' };
  return { id: task.sourceId, answer: done(shown(task)), effect: 'none' };
}

/** A task is found under whoever it was created for alone. */
function findTask(call: Call): StoredTask | undefined {
  const sourceId = call.store.collection<string>(sourceIdCollection).get(call.params['taskId'] ?? '');
  const task = sourceId === undefined ? undefined : call.store.collection<StoredTask>(taskCollection).get(sourceId);
  return task?.owner === call.params['unionId'] ? task : undefined;
}

function shown({
  owner: _owner,
  doneBy: _doneBy,
  notified: _notified,
  notifyConfigs: _configs,
  ...task
}: StoredTask): unknown {
  return { requestId: 'sandbox', source: 'todo_sandbox', ...task };
}

function replaced(before: StoredTask, after: StoredTask): Outcome {
  const answer = done({ requestId: 'sandbox', result: true });
  const id = before.sourceId;
  if (JSON.stringify({ ...before, modifiedTime: 0 }) === JSON.stringify({ ...after, modifiedTime: 0 }))
    return { id, answer, effect: 'none' };
  const completed = (after.executorIds ?? []).some((one) => isDoneFor(after, one) && !isDoneFor(before, one));
  return { id, answer, effect: completed ? 'completed' : 'updated', changes: [[taskCollection, id, after]] };
}
