import { mirrorKey } from '../../task-center/mirror-key.ts';
import type { MirrorRef } from '../../task-center/mirror.ts';
import type { SyncState, TodoFilter, TodoWithMarks } from '../../task-center/ports.ts';
import type { Todo } from '../../task-center/todo.ts';
import { mustEqual, type ContractCase } from '../contract-case.ts';
import {
  assigneeRef,
  inTransaction,
  laneOf,
  somePlatform,
  someTodo,
  wanted,
  type TaskCenterStoresSubject,
} from './task-center-subject.ts';

const everything: TodoFilter = {
  state: null,
  assigneeId: null,
  taskId: null,
  instanceId: null,
  processId: null,
  instanceStatus: null,
  category: null,
  urgency: null,
  text: null,
  createdFrom: null,
  createdTo: null,
  sync: null,
  platform: null,
};

const save = (subject: TaskCenterStoresSubject, ...todos: readonly Todo[]) =>
  inTransaction(subject, (stores) => stores.todos.save(todos));

const list = (
  subject: TaskCenterStoresSubject,
  tenant: string,
  filter: Partial<TodoFilter> = {},
  limit = 200,
): Promise<readonly TodoWithMarks[]> =>
  inTransaction(subject, (stores) => stores.todos.list(tenant, { ...everything, ...filter }, null, limit));

const ids = (found: readonly TodoWithMarks[]): readonly string[] =>
  found.map(({ todo }) => `${todo.taskId}/${todo.assignee.id}`);

const person = (id: string): Todo['assignee'] => ({ id, name: id, department: null });

const unitRef = (unit: MirrorRef['unit']): MirrorRef => ({
  ...assigneeRef('S-1', 'T-1', 'T001'),
  unit,
  ...(unit === 'assignee' ? {} : { assigneeId: null }),
  ...(unit === 'instance' ? { taskId: null } : {}),
});

/** The promises of `TodoStore`. */
export const todoStoreContract: readonly ContractCase<TaskCenterStoresSubject>[] = [
  {
    name: 'MUST keep a to-do as it is given, and answer the states from before',
    run: async (subject) => {
      const tenant = await subject.freshTenant();
      const full = someTodo(tenant, {
        title: '标题 "引号" \\ 😀',
        links: { pc: 'https://oa/1', mobile: 'https://m/1' },
        taskType: 'approval',
      });
      const bare = someTodo(tenant, { taskId: 'T-2', sender: null, sceneCode: null, category: null });
      mustEqual(await save(subject, full, bare), [null, null], 'the states before');
      mustEqual(
        await save(subject, { ...bare, state: 'done', version: bare.version + 1 }, full),
        ['open', 'open'],
        'the states before',
      );
      mustEqual(await save(subject, { ...bare, state: 'withdrawn' }), ['done'], 'the state before');
      const found = await inTransaction(subject, (stores) => stores.todos.find(tenant, 'T-1', 'T001'));
      mustEqual(found, { todo: full, marks: [] }, 'the to-do');
      const withdrawn = await inTransaction(subject, (stores) => stores.todos.find(tenant, 'T-2', 'T001'));
      mustEqual(withdrawn?.todo, { ...bare, state: 'withdrawn' }, 'the other to-do');
    },
  },
  {
    name: 'MUST keep tenants apart',
    run: async (subject) => {
      const [one, two] = [await subject.freshTenant(), await subject.freshTenant()];
      await save(subject, someTodo(one), someTodo(one, { taskId: 'T-2', state: 'done' }));
      mustEqual(
        await inTransaction(subject, (stores) => stores.todos.find(two, 'T-1', 'T001')),
        null,
        'found in another tenant',
      );
      mustEqual(await list(subject, two), [], 'listed in another tenant');
      mustEqual(
        await inTransaction(subject, (stores) => stores.todos.countByState(one)),
        { open: 1, done: 1, withdrawn: 0 },
        'counts',
      );
      mustEqual(
        await inTransaction(subject, (stores) => stores.todos.countByState(two)),
        { open: 0, done: 0, withdrawn: 0 },
        'counts elsewhere',
      );
    },
  },
  {
    name: 'MUST list the newest change first, ties by task and person, in pages that neither repeat nor skip',
    run: async (subject) => {
      const tenant = await subject.freshTenant();
      await save(
        subject,
        someTodo(tenant, { taskId: 'b', version: 10 }),
        someTodo(tenant, { taskId: 'Z', version: 10 }),
        someTodo(tenant, { taskId: 'b', assignee: person('T000'), version: 10 }),
        someTodo(tenant, { taskId: 'c', version: 30 }),
        someTodo(tenant, { taskId: 'd', version: 20 }),
      );
      const expected = ['c/T001', 'd/T001', 'Z/T001', 'b/T000', 'b/T001'];
      mustEqual(ids(await list(subject, tenant)), expected, 'all of them');
      const paged: string[] = [];
      let last: Todo | undefined;
      for (let page = 0; page < 6; page += 1) {
        const after: { readonly version: number; readonly taskId: string; readonly assigneeId: string } | null =
          last === undefined ? null : { version: last.version, taskId: last.taskId, assigneeId: last.assignee.id };
        const found = await inTransaction(subject, (stores) => stores.todos.list(tenant, everything, after, 2));
        if (found.length === 0) break;
        paged.push(...ids(found));
        last = found.at(-1)?.todo;
      }
      mustEqual(paged, expected, 'page by page');
    },
  },
  {
    name: 'MUST filter by every field, and take a text as it is',
    run: async (subject) => {
      const tenant = await subject.freshTenant();
      await save(
        subject,
        someTodo(tenant, { taskId: 'a', version: 3, title: '100% Sure_thing', createdAt: 1_000 }),
        someTodo(tenant, {
          taskId: 'b',
          version: 2,
          state: 'done',
          urgency: 'critical',
          category: null,
          instanceId: 'S-2',
          createdAt: 2_000,
        }),
        someTodo(tenant, { taskId: 'c', version: 1, assignee: person('T009'), processId: 'travel', createdAt: 3_000 }),
      );
      const cases: readonly (readonly [Partial<TodoFilter>, readonly string[]])[] = [
        [{ state: 'done' }, ['b/T001']],
        [{ assigneeId: 'T009' }, ['c/T009']],
        [{ taskId: 'a' }, ['a/T001']],
        [{ instanceId: 'S-2' }, ['b/T001']],
        [{ processId: 'travel' }, ['c/T009']],
        [{ category: 'approval' }, ['a/T001', 'c/T009']],
        [{ urgency: 'critical' }, ['b/T001']],
        [{ text: 'sure_' }, ['a/T001']],
        [{ text: '0% s' }, ['a/T001']],
        [{ text: '1_0' }, []],
        [{ text: '请假' }, ['b/T001', 'c/T009']],
        [{ createdFrom: 2_000 }, ['b/T001', 'c/T009']],
        [{ createdTo: 2_000 }, ['a/T001']],
        [{ state: 'open', category: 'approval', createdFrom: 1_500 }, ['c/T009']],
      ];
      for (const [filter, expected] of cases)
        mustEqual(ids(await list(subject, tenant, filter)), expected, JSON.stringify(filter));
    },
  },
  {
    name: 'MUST mark a to-do on each platform by the finest mirror there is',
    run: async (subject) => {
      const tenant = await subject.freshTenant();
      for (const code of ['q', 'p', 'none'])
        await inTransaction(subject, ({ platforms }) => platforms.save(somePlatform(tenant, code)));
      await save(subject, someTodo(tenant));
      await inTransaction(subject, ({ mirrors }) =>
        mirrors.want([
          wanted(tenant, 'p', unitRef('instance'), 5),
          wanted(tenant, 'p', unitRef('task'), 6),
          wanted(tenant, 'q', unitRef('instance'), 7),
          wanted(tenant, 'q', assigneeRef('S-1', 'T-1', 'T002'), 8),
        ]),
      );
      const acknowledged = { version: 6, state: 'done', fingerprint: 'f', remoteId: 'r-6' } as const;
      await inTransaction(subject, ({ mirrors }) =>
        mirrors.acknowledge([
          { tenant, platform: 'p', key: mirrorKey(unitRef('task')), acknowledged, corrects: false },
        ]),
      );
      const [found] = await list(subject, tenant);
      mustEqual(
        found?.marks.map(({ acknowledgedAt, ...mark }) => ({ ...mark, dated: acknowledgedAt !== null })),
        [
          {
            platform: 'p',
            key: mirrorKey(unitRef('task')),
            sync: 'agreed',
            remote: 'done',
            remoteId: 'r-6',
            desiredVersion: 6,
            acknowledgedVersion: 6,
            attempts: 0,
            dueAt: null,
            dated: true,
          },
          {
            platform: 'q',
            key: mirrorKey(unitRef('instance')),
            sync: 'pending',
            remote: 'absent',
            remoteId: null,
            desiredVersion: 7,
            acknowledgedVersion: 0,
            attempts: 0,
            dueAt: null,
            dated: false,
          },
        ],
        'marks, by platform code',
      );
    },
  },
  {
    name: 'MUST count how the to-dos of a filter stand, on the platforms that it asks for, and say when there are more',
    run: async (subject) => {
      const tenant = await subject.freshTenant();
      for (const code of ['p', 'q'])
        await inTransaction(subject, ({ platforms }) => platforms.save(somePlatform(tenant, code)));
      const tasks = ['a', 'b', 'c'];
      await save(subject, ...tasks.map((taskId, index) => someTodo(tenant, { taskId, version: 100 - index })));
      const refs = tasks.map((task) => assigneeRef('S-1', task, 'T001'));
      await inTransaction(subject, ({ mirrors }) =>
        mirrors.want(refs.flatMap((ref) => [wanted(tenant, 'p', ref, 5), wanted(tenant, 'q', ref, 5)])),
      );
      const acknowledged = { version: 5, state: 'open', fingerprint: null, remoteId: null } as const;
      const key = mirrorKey(assigneeRef('S-1', 'a', 'T001'));
      await inTransaction(subject, ({ mirrors }) =>
        mirrors.acknowledge([{ tenant, platform: 'q', key, acknowledged, corrects: false }]),
      );
      const count = (filter: Partial<TodoFilter>, limit: number) =>
        inTransaction(subject, ({ todos }) => todos.countMarks(tenant, { ...everything, ...filter }, limit));
      const p = { platform: 'p', sync: 'pending', count: 3 };
      const agreed = { platform: 'q', sync: 'agreed', count: 1 };
      const pending = { platform: 'q', sync: 'pending', count: 2 };
      mustEqual(await count({}, 3), { todos: 3, more: false, marks: [p, agreed, pending] }, 'all');
      mustEqual(
        await count({ platform: 'q' }, 100),
        { todos: 3, more: false, marks: [agreed, pending] },
        'one platform',
      );
      mustEqual(await count({ sync: 'agreed' }, 100), { todos: 1, more: false, marks: [agreed] }, 'one state');
      mustEqual(await count({ taskId: 'none' }, 100), { todos: 0, more: false, marks: [] }, 'nothing');
      const cut = await count({ platform: 'p' }, 2);
      mustEqual(cut, { todos: 2, more: true, marks: [{ ...p, count: 2 }] }, 'more than it looks at');
      mustEqual(
        await inTransaction(subject, ({ todos }) => todos.countMarks('nobody', everything, 10)),
        { todos: 0, more: false, marks: [] },
        'of another tenant',
      );
    },
  },
  {
    name: 'MUST tell pending, failing, parked and overridden to-dos from agreed ones, and filter by it',
    run: async (subject) => {
      const tenant = await subject.freshTenant();
      await inTransaction(subject, ({ platforms }) => platforms.save(somePlatform(tenant, 'p')));
      const lane = await laneOf(subject, tenant, 'push/p');
      const tasks = ['agreed', 'waiting', 'failing', 'refused', 'ignored'];
      const refs = tasks.map((task) => assigneeRef('S-1', task, 'T001'));
      await save(subject, ...tasks.map((taskId, index) => someTodo(tenant, { taskId, version: 100 - index })));
      await inTransaction(subject, ({ work }) =>
        work.schedule(
          refs
            .slice(1)
            .map((ref) => ({ lane: lane.id, key: mirrorKey(ref), class: 'live', delayMs: 0, uncertain: false })),
        ),
      );
      await inTransaction(subject, ({ mirrors }) => mirrors.want(refs.map((ref) => wanted(tenant, 'p', ref, 5))));
      const acknowledged = { version: 5, state: 'open', fingerprint: null, remoteId: null } as const;
      await inTransaction(subject, ({ mirrors }) =>
        mirrors.acknowledge(
          refs
            .slice(0, 2)
            .map((ref) => ({ tenant, platform: 'p', key: mirrorKey(ref), acknowledged, corrects: false })),
        ),
      );
      await inTransaction(subject, ({ mirrors }) =>
        mirrors.setOverride(tenant, 'p', mirrorKey(assigneeRef('S-1', 'ignored', 'T001')), 'ignored'),
      );
      const session = await inTransaction(subject, ({ sessions }) => sessions.open(['*']));
      const claims = await inTransaction(subject, ({ work }) =>
        work.claim(session, [{ lane: lane.id, class: 'live', count: 10 }]),
      );
      const verdictOf = (key: string) =>
        (key.includes('failing') ? 'retry' : key.includes('refused') ? 'park' : 'release') as
          | 'retry'
          | 'park'
          | 'release';
      await inTransaction(subject, ({ work }) =>
        work.settle(
          claims.map(({ id, lane: of, key }) => ({
            claim: id,
            lane: of,
            key,
            verdict: verdictOf(key),
            parked: verdictOf(key) === 'park' ? 'refused' : null,
            counted: verdictOf(key) === 'retry',
            uncertain: false,
            delayMs: verdictOf(key) === 'retry' ? 60_000 : null,
          })),
        ),
      );
      const found = await list(subject, tenant);
      mustEqual(
        found.map(({ todo, marks }) => [todo.taskId, marks[0]?.sync, marks[0]?.attempts]),
        [
          ['agreed', 'agreed', 0],
          ['waiting', 'pending', 0],
          ['failing', 'failing', 1],
          ['refused', 'refused', 0],
          ['ignored', 'ignored', 0],
        ],
        'how they stand',
      );
      mustEqual(
        found.map(({ marks }) => (marks[0]?.dueAt ?? null) !== null),
        [false, true, true, false, true],
        'whether they are due',
      );
      const states: readonly SyncState[] = ['agreed', 'pending', 'failing', 'refused', 'ignored'];
      for (const [index, sync] of states.entries()) {
        mustEqual(ids(await list(subject, tenant, { sync })), [`${tasks[index]}/T001`], `filtered by ${sync}`);
        mustEqual(
          ids(await list(subject, tenant, { sync, platform: 'p' })),
          [`${tasks[index]}/T001`],
          `filtered by ${sync} on its platform`,
        );
        mustEqual(ids(await list(subject, tenant, { sync, platform: 'other' })), [], `filtered by ${sync} elsewhere`);
      }
      mustEqual(
        ids(await list(subject, tenant, { platform: 'p' }, 2)),
        ['agreed/T001', 'waiting/T001'],
        'filtered by platform',
      );
    },
  },
];
