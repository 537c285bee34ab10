import { jsonAnswer } from '../engine/answers.ts';
import { jsonOperation } from '../engine/json-operation.ts';
import type { Outcome } from '../engine/json-operation.ts';
import type { Call, Decision, Effect, Operation } from '../engine/sandbox-kind.ts';
import { reasonOf } from '../engine/validation.ts';
import { dialect, done, invalid, noTask, wrongClient } from './answers.ts';
import { deleteSchema, instListSchema, logSchema, pushSchema, taskListSchema, tokenSchema } from './schemas.ts';
import type { StoredTask } from './schemas.ts';

/** By the caller's number. */
export const tasks = 'tasks';
const logs = 'logs';

/** The only call that is a form. */
export const issueToken: Operation = {
  name: 'token',
  decide(call): Decision {
    const rows = (effect: Effect) => [{ operation: 'token', id: '', effect }];
    const parsed = tokenSchema.safeParse(Object.fromEntries(new URLSearchParams(call.body)));
    if (!/x-www-form-urlencoded/iu.test(call.headers['content-type'] ?? '') || !parsed.success)
      return {
        answer: invalid(
          parsed.success ? 'Content-Type：须为application/x-www-form-urlencoded' : reasonOf(parsed.error),
          400,
        ),
        rows: rows('refused'),
        changes: [],
      };
    const { client_id: id, client_secret: secret } = parsed.data;
    if (id !== call.credentials['clientId'] || secret !== call.credentials['clientSecret'])
      return { answer: wrongClient, rows: rows('refused'), changes: [] };
    const { token, expiresIn, changes } = call.tokens.issue();
    const answer = {
      access_token: token,
      expires_in: expiresIn,
      refresh_expires_in: 0,
      scope: 'default',
      token_type: 'Bearer',
    };
    return { answer: jsonAnswer(true, answer), rows: rows('none'), changes };
  },
};

const effectOf = (before: StoredTask | undefined, after: StoredTask): Effect => {
  if (before === undefined) return 'created';
  const { sendMsg: _before, ...was } = before;
  const { sendMsg: _after, ...is } = after;
  if (JSON.stringify(was) === JSON.stringify(is)) return 'none';
  return before.taskStatus === 1 && after.taskStatus === 3 ? 'completed' : 'updated';
};

const pushing = jsonOperation(dialect, {
  name: 'push_task',
  schema: pushSchema,
  decide(task, call): Outcome {
    if (task.appId !== call.credentials['appId'])
      return { answer: invalid(`appId：未登记的事项${task.appId}`), effect: 'refused' };
    const known = call.store.collection<StoredTask>(tasks).get(String(task.taskId));
    return { answer: done(), effect: effectOf(known, task), changes: [[tasks, String(task.taskId), task]] };
  },
});

/** A message that was sent to somebody shows as a row of its own. */
export const pushTask: Operation = {
  name: pushing.name,
  decide(call): Decision {
    const decision = pushing.decide(call);
    const [row] = decision.rows;
    const [change] = decision.changes;
    const task = change?.length === 3 && change[0] === tasks ? (change[2] as StoredTask) : null;
    if (row === undefined || task?.sendMsg !== 1) return decision;
    return { ...decision, rows: [row, { operation: 'sendMsg', id: row.id, effect: 'none' }] };
  },
};

export const deleteTask = jsonOperation(dialect, {
  name: 'delete_task',
  schema: deleteSchema,
  decide({ taskId }, call): Outcome {
    const known = call.store.collection<StoredTask>(tasks).get(String(taskId));
    if (known === undefined) return { answer: noTask, effect: 'none' };
    return { id: known.thirdpartyId, answer: done(), effect: 'withdrawn', changes: [[tasks, String(taskId)]] };
  },
});

const onPage = <Row>(rows: readonly Row[], page: number, size: number): readonly Row[] =>
  rows.slice((page - 1) * size, page * size);

export const listTasks = jsonOperation(dialect, {
  name: 'task_list',
  input: 'address',
  schema: taskListSchema,
  decide({ status, userId, p, pageSize, instId, appId }, call): Outcome {
    const found = [...call.store.collection<StoredTask>(tasks).values()].filter(
      (task) =>
        task.userId === userId &&
        task.taskStatus === Number(status) &&
        (instId === undefined || task.instId === instId) &&
        (!appId || task.appId === appId),
    );
    const list = onPage(found, p, pageSize).map((task) => ({
      taskId: task.taskId,
      nodeName: task.nodeName,
      taskStatus: task.taskStatus,
      taskCreated: task.taskCreated,
      taskFinished: task.taskFinished ?? null,
      instId: task.instId,
      instStatus: task.instStatus,
      percent: task.taskStatus === 3 ? 100 : 50,
      appName: task.thirdpartyName,
      formUrl: task.formUrl,
      formUrlView: task.formUrlView ?? null,
      formMobileUrl: task.formMobileUrl ?? null,
      formMobileUrlView: task.formMobileUrlView ?? null,
      thirdpartyId: task.thirdpartyId,
      thirdpartyInstId: task.thirdpartyInstId ?? null,
    }));
    return { answer: done({ list, total: found.length }), effect: 'none' };
  },
});

const instancesOf = (call: Call): ReadonlyMap<number, StoredTask> =>
  new Map([...call.store.collection<StoredTask>(tasks).values()].map((task) => [task.instId, task]));

export const listInstances = jsonOperation(dialect, {
  name: 'inst_list',
  input: 'address',
  schema: instListSchema,
  decide({ status, userId, p, pageSize, instId }, call): Outcome {
    const found = [...instancesOf(call).values()].filter(
      (task) =>
        task.instCreatorNumber === userId &&
        (status === '0' ? task.instStatus !== 4 : task.instStatus === Number(status)) &&
        (instId === undefined || task.instId === instId),
    );
    const list = onPage(found, p, pageSize).map(
      ({ instId: id, instStatus, instCreated, instFinished, thirdpartyName }) => ({
        instId: id,
        appName: thirdpartyName,
        instStatus,
        created: instCreated,
        finished: instFinished ?? null,
      }),
    );
    return { answer: done({ list, total: found.length }), effect: 'none' };
  },
});

export const pushLog = jsonOperation(dialect, {
  name: 'push_task_log',
  schema: logSchema,
  decide(input, call): Outcome {
    const known = call.store.collection<StoredTask>(tasks);
    const stranger = input.logs.find(({ taskId }) => !known.has(String(taskId)));
    if (stranger !== undefined) return { answer: noTask, effect: 'refused' };
    const first = input.logs[0];
    return {
      id: known.get(String(first?.taskId))?.thirdpartyId ?? '',
      answer: done(),
      effect: 'updated',
      changes: input.logs.map((log) => [logs, `${log.taskId} ${log.userId} ${log.created} ${log.operationDesc}`, log]),
    };
  },
});
