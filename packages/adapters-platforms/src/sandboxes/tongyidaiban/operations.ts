import { given } from '../engine/given.ts';
import { jsonOperation } from '../engine/json-operation.ts';
import type { Outcome } from '../engine/json-operation.ts';
import type { Call } from '../engine/sandbox-kind.ts';
import type { Change } from '../engine/store.ts';
import { dialect, done, duplicate, invalid, noTask, wrongCredentials } from './answers.ts';
import { sourceIds, tasks } from './collections.ts';
import {
  byInstanceIdSchema,
  byTaskIdSchema,
  createTaskSchema,
  queryTaskSchema,
  tokenSchema,
  updateStatusSchema,
  updateTaskSchema,
} from './schemas.ts';
import type { StoredTask } from './schemas.ts';

/** While the present token lives longer than this, it is answered again. */
const reuseAboveSeconds = 300;

export const issueToken = jsonOperation(dialect, {
  name: 'token',
  open: true,
  schema: tokenSchema,
  decide({ clientId, clientSecret }, call): Outcome {
    if (clientId !== call.credentials['clientId'] || clientSecret !== call.credentials['clientSecret']) {
      return { answer: wrongCredentials, effect: 'refused' };
    }
    const { token, expiresIn, changes } = call.tokens.issue(reuseAboveSeconds);
    return { answer: done({ access_token: token, expires_in: expiresIn }), effect: 'none', changes };
  },
});

export const createTask = jsonOperation(dialect, {
  name: 'tasks/create',
  schema: createTaskSchema,
  decide(input, call): Outcome {
    const known = call.store.collection<StoredTask>(tasks).get(input.sourceId);
    if (known !== undefined) return { answer: duplicate(known.taskId), effect: 'none' };
    const taskId = call.newId();
    return {
      answer: done({ taskId }),
      effect: 'created',
      changes: [
        [tasks, input.sourceId, { ...input, taskId } satisfies StoredTask],
        [sourceIds, taskId, input.sourceId],
      ],
    };
  },
});

export const updateTask = jsonOperation(dialect, {
  name: 'tasks/update',
  schema: updateTaskSchema,
  decide(input, call): Outcome {
    const known = findTask(call, input.taskId);
    if (known === undefined) return { answer: noTask, effect: 'refused' };
    return replaced(known, { ...known, ...given(input) });
  },
});

export const updateTaskStatus = jsonOperation(dialect, {
  name: 'tasks/updateStatus',
  schema: updateStatusSchema,
  decide({ taskId, status, userId, finishTime }, call): Outcome {
    const known = findTask(call, taskId);
    if (known === undefined) return { answer: noTask, effect: 'refused' };
    if (userId && !known.handlers.some((handler) => handler.userId === userId)) {
      return { id: known.sourceId, answer: invalid('userId：不是处理人'), effect: 'refused' };
    }
    const handlers = known.handlers.map((handler) =>
      !userId || handler.userId === userId ? { ...handler, status, ...given({ finishTime }) } : handler,
    );
    return replaced(known, { ...known, handlers });
  },
});

export const deleteTask = jsonOperation(dialect, {
  name: 'tasks/delete',
  schema: byTaskIdSchema,
  decide({ taskId }, call): Outcome {
    const known = findTask(call, taskId);
    if (known === undefined) return { answer: noTask, effect: 'none' };
    return {
      id: known.sourceId,
      answer: done(),
      effect: 'withdrawn',
      changes: [
        [tasks, known.sourceId],
        [sourceIds, taskId],
      ],
    };
  },
});

export const deleteInstance = jsonOperation(dialect, {
  name: 'instances/delete',
  schema: byInstanceIdSchema,
  decide({ instanceId }, call): Outcome {
    const changes: Change[] = [];
    let deleted = 0;
    for (const task of call.store.collection<StoredTask>(tasks).values()) {
      if (task.instanceId !== instanceId) continue;
      changes.push([tasks, task.sourceId], [sourceIds, task.taskId]);
      deleted += 1;
    }
    return { answer: done({ deleted }), effect: deleted > 0 ? 'withdrawn' : 'none', changes };
  },
});

export const queryTask = jsonOperation(dialect, {
  name: 'tasks/query',
  schema: queryTaskSchema,
  decide({ sourceId }, call): Outcome {
    const known = call.store.collection<StoredTask>(tasks).get(sourceId);
    return { answer: known === undefined ? noTask : done(known), effect: 'none' };
  },
});

function findTask(call: Call, taskId: string): StoredTask | undefined {
  const key = call.store.collection<string>(sourceIds).get(taskId);
  return key === undefined ? undefined : call.store.collection<StoredTask>(tasks).get(key);
}

function replaced(before: StoredTask, after: StoredTask): Outcome {
  const id = before.sourceId;
  if (JSON.stringify(before) === JSON.stringify(after)) return { id, answer: done(), effect: 'none' };
  const wasDone = new Set(before.handlers.filter(({ status }) => status === 'DONE').map(({ userId }) => userId));
  const completed = after.handlers.some(({ userId, status }) => status === 'DONE' && !wasDone.has(userId));
  return { id, answer: done(), effect: completed ? 'completed' : 'updated', changes: [[tasks, id, after]] };
}
