import { jsonAnswer } from '../engine/answers.ts';
import { jsonOperation } from '../engine/json-operation.ts';
import type { Dialect, JsonOperation, Outcome } from '../engine/json-operation.ts';
import type { Answer, Call, Operation } from '../engine/sandbox-kind.ts';
import type { Change } from '../engine/store.ts';
import { countSchema, deleteSchema, doneSchema, listSchema, sendSchema, updateSchema } from './schemas.ts';
import type { StoredTodo } from './schemas.ts';

/** By an id of the server's own: nothing keeps two of the same identity apart. */
export const todoCollection = 'todos';

export const succeeded = (message = ''): Answer => jsonAnswer(true, { returnState: 2, message });
export const failed = (message: string, status = 200, headers?: Record<string, string>): Answer =>
  jsonAnswer(false, { returnState: 1, message }, status, headers);
const nothing = jsonAnswer(false, { returnState: 0, message: '待办不存在' });
const unauthorized: Answer = {
  ok: false,
  status: 401,
  body: '<html><body>HTTP Status 401</body></html>',
  headers: { 'content-type': 'text/html', 'www-authenticate': 'Basic realm="EKP"' },
};

const dialect: Dialect = { idFields: ['modelId'], invalid: (reason) => failed(`参数错误：${reason}`) };

const isAllowed = ({ headers, credentials }: Call): boolean => {
  const expected = Buffer.from(`${credentials['userName']}:${credentials['password']}`).toString('base64');
  return headers.authorization === `Basic ${expected}`;
};

/** Behind HTTP Basic, which this server has switched on. */
const guarded = <Input>(spec: JsonOperation<Input>): Operation => {
  const operation = jsonOperation(dialect, spec);
  return {
    name: spec.name,
    decide: (call) =>
      isAllowed(call)
        ? operation.decide(call)
        : { answer: unauthorized, rows: [{ operation: spec.name, id: '', effect: 'refused' }], changes: [] },
  };
};

interface Identity {
  readonly modelName: string;
  readonly modelId: string;
  readonly key?: string | null | undefined;
}

const matching = (call: Call, { modelName, modelId, key }: Identity, targets: readonly string[] | null): StoredTodo[] =>
  [...call.store.collection<StoredTodo>(todoCollection).values()].filter(
    (todo) =>
      todo.modelName === modelName &&
      todo.modelId === modelId &&
      (!key || todo.key === key) &&
      (targets === null || targets.includes(todo.target)),
  );

const put = (todo: StoredTodo): Change => [todoCollection, todo.id, todo];

export const sendTodo = guarded({
  name: 'sendTodo',
  schema: sendSchema,
  decide: (input, call): Outcome => ({
    answer: succeeded(),
    effect: 'created',
    changes: input.targets.map((target) =>
      put({
        id: call.newId(),
        modelName: input.modelName,
        modelId: input.modelId,
        key: input.key ?? '',
        target,
        subject: input.subject,
        link: input.link,
        mobileLink: input.mobileLink || null,
        level: input.level ?? 3,
        createTime: input.createTime,
        done: false,
      }),
    ),
  }),
});

export const setTodoDone = guarded({
  name: 'setTodoDone',
  schema: doneSchema,
  decide(input, call): Outcome {
    const found = matching(call, input, input.optType === 2 ? (input.targets ?? []) : null);
    if (found.length === 0) return { answer: nothing, effect: 'refused' };
    const open = found.filter(({ done }) => !done);
    return {
      answer: succeeded(),
      effect: open.length > 0 ? 'completed' : 'none',
      changes: open.map((todo) => put({ ...todo, done: true })),
    };
  },
});

export const deleteTodo = guarded({
  name: 'deleteTodo',
  schema: deleteSchema,
  decide(input, call): Outcome {
    const found = matching(call, input, input.optType === 2 ? (input.targets ?? []) : null);
    if (found.length === 0) return { answer: nothing, effect: 'none' };
    return { answer: succeeded(), effect: 'withdrawn', changes: found.map(({ id }): Change => [todoCollection, id]) };
  },
});

export const updateTodo = guarded({
  name: 'updateTodo',
  schema: updateSchema,
  decide(input, call): Outcome {
    const found = matching(call, input, null);
    if (found.length === 0) return { answer: nothing, effect: 'refused' };
    const { subject, link, mobileLink, level } = input;
    const changed = found
      .map((todo) => ({ ...todo, subject, link, mobileLink: mobileLink || null, level: level ?? todo.level }))
      .filter((todo, index) => JSON.stringify(todo) !== JSON.stringify(found[index]));
    return { answer: succeeded(), effect: changed.length > 0 ? 'updated' : 'none', changes: changed.map(put) };
  },
});

const finishedOnes = -1;

const listed = (call: Call, targets: readonly string[], type: number): StoredTodo[] =>
  [...call.store.collection<StoredTodo>(todoCollection).values()].filter(
    ({ target, done }) => targets.includes(target) && done === (type === finishedOnes),
  );

export const getTodo = guarded({
  name: 'getTodo',
  schema: listSchema,
  decide({ targets, type, rowSize, pageNo }, call): Outcome {
    const found = listed(call, targets, type);
    const docs = found.slice((pageNo - 1) * rowSize, pageNo * rowSize).map((todo) => ({
      id: todo.id,
      subject: todo.subject,
      type: 1,
      key: todo.key,
      modelName: todo.modelName,
      modelId: todo.modelId,
      createTime: todo.createTime,
      link: todo.link,
    }));
    const pageCount = Math.ceil(found.length / rowSize);
    return {
      answer: succeeded(JSON.stringify({ pageCount, pageno: pageNo, count: found.length, docs })),
      effect: 'none',
    };
  },
});

export const getTodoCount = guarded({
  name: 'getTodoCount',
  schema: countSchema,
  decide: ({ targets, type }, call): Outcome => ({
    answer: succeeded(String(listed(call, targets, type).length)),
    effect: 'none',
  }),
});
