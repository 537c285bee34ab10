import { jsonAnswer } from '../engine/answers.ts';
import type { Answer, Call, Decision, DecidedRow, Effect, Operation } from '../engine/sandbox-kind.ts';
import type { Change } from '../engine/store.ts';
import { looseId, reasonOf } from '../engine/validation.ts';
import { isSet, taskInfoSchema } from './schemas.ts';
import type { StoredTask, TaskUpdate } from './schemas.ts';

export const taskCollection = 'tasks';

export function failed(message: string, status = 200, headers?: Record<string, string>): Answer {
  return jsonAnswer(false, { push_result: 'FAIL', push_msg: message }, status, headers);
}

export const pushTask: Operation = {
  name: 'pushTask',
  decide(call): Decision {
    const form = readForm(call);
    const taskInfo = form.get('taskInfo');
    const raw = parse(taskInfo);
    const refused = (message: string, bad?: number): Decision => ({
      answer: failed(message),
      rows: namedRows(raw).map((row, index) => ({
        ...row,
        effect: bad === undefined || bad === index ? 'refused' : 'none',
      })),
      changes: [],
    });

    const { appId, accessToken } = call.credentials;
    if (call.headers['appid'] !== appId || call.headers['accesstoken'] !== accessToken || form.get('appId') !== appId) {
      return refused('应用认证失败');
    }
    if (taskInfo === null) return refused('参数错误：taskInfo：不能为空');
    if (raw === undefined) return refused('参数错误：taskInfo：不是JSON');
    const parsed = taskInfoSchema.safeParse(raw);
    if (!parsed.success) {
      const position = parsed.error.issues[0]?.path[1];
      return refused(`参数错误：${reasonOf(parsed.error)}`, typeof position === 'number' ? position : undefined);
    }
    const { inserttasks = [], updatetasks = [] } = parsed.data;
    return applyAll(call, refused, inserttasks, updatetasks);
  },
};

/** All or nothing: an item that cannot be applied refuses the body. */
function applyAll(
  call: Call,
  refused: (message: string, bad: number) => Decision,
  inserts: readonly StoredTask[],
  updates: readonly TaskUpdate[],
): Decision {
  // An item sees what the items before it in the same body did.
  const present = new Map<string, StoredTask | undefined>();
  const stored = call.store.collection<StoredTask>(taskCollection);
  const find = (id: string): StoredTask | undefined => (present.has(id) ? present.get(id) : stored.get(id));
  const rows: DecidedRow[] = [];

  for (const [index, task] of inserts.entries()) {
    if (task.app_id !== call.credentials['appId']) return refused(`应用未注册：${task.app_id}`, index);
    rows.push({ operation: 'insert', id: task.task_id, effect: effectOf(find(task.task_id), task) });
    present.set(task.task_id, task);
  }
  for (const [index, update] of updates.entries()) {
    if (update.app_id !== call.credentials['appId']) return refused(`应用未注册：${update.app_id}`, index);
    const known = find(update.task_id);
    if (known === undefined) return refused(`任务不存在：${update.task_id}`, index);
    if (isSet(update.task_delete_flag)) {
      rows.push({ operation: 'delete', id: update.task_id, effect: 'withdrawn' });
      present.set(update.task_id, undefined);
      continue;
    }
    const { task_delete_flag: _task, process_delete_flag: _process, ...fields } = update;
    const next: StoredTask = {
      ...known,
      ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
    };
    rows.push({ operation: 'update', id: update.task_id, effect: effectOf(known, next) });
    present.set(update.task_id, next);
  }
  const changes = [...present].map(([id, task]): Change =>
    task === undefined ? [taskCollection, id] : [taskCollection, id, task],
  );
  return { answer: jsonAnswer(true, { push_result: 'SUCCESS' }), rows, changes };
}

function effectOf(before: StoredTask | undefined, after: StoredTask): Effect {
  if (before === undefined) return 'created';
  if (JSON.stringify(before) === JSON.stringify(after)) return 'none';
  return before.status === 'ACTIVE' && after.status === 'COMPLETE' ? 'completed' : 'updated';
}

/** The query string counts as well as the body. */
function readForm(call: Call): URLSearchParams {
  const form = new URLSearchParams(call.query);
  if (!/x-www-form-urlencoded/i.test(call.headers['content-type'] ?? '')) return form;
  for (const [name, value] of new URLSearchParams(call.body)) form.set(name, value);
  return form;
}

function parse(json: string | null): unknown {
  if (json === null) return undefined;
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** One row an item, or one for a body in which no items can be told apart. */
function namedRows(raw: unknown): { operation: string; id: string }[] {
  for (const [list, operation] of [
    ['inserttasks', 'insert'],
    ['updatetasks', 'update'],
  ] as const) {
    const items: unknown = typeof raw === 'object' && raw !== null ? Reflect.get(raw, list) : undefined;
    if (Array.isArray(items) && items.length > 0 && items.length <= 1_000) {
      return items.map((item) => ({ operation, id: looseId(item, ['task_id']) }));
    }
  }
  return [{ operation: 'pushTask', id: '' }];
}
