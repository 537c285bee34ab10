import type { ResultAsync } from 'neverthrow';
import type { Instant, Millis } from '../../ports/instant.ts';
import type { Transactor } from '../../ports/transactor.ts';
import { everyTodo, type FeedScope, type Portal } from '../../task-center/feed-portal.ts';
import type { FeedFilter, FeedPlace, FeedStores } from '../../task-center/feed-ports.ts';
import type { TodoCursor } from '../../task-center/ports.ts';
import type { TaskCenterStores } from '../../task-center/ports.ts';
import type { Todo } from '../../task-center/todo.ts';
import { mustEqual, type ContractCase } from '../contract-case.ts';
import { assigneeRef, someTodo, wanted } from '../task-center/task-center-subject.ts';

type Stores = FeedStores & TaskCenterStores;

/** Feed stores that are to keep the promises of their ports, over a task center's. */
export interface FeedStoresSubject {
  readonly transactor: Transactor<Stores>;
  /** A tenant that nobody else uses. */
  freshTenant(): string;
  /** Moves the stores' clock forward. */
  advance(ms: Millis): Promise<void>;
}

const run = async <T, E>(subject: FeedStoresSubject, work: (stores: Stores) => ResultAsync<T, E>): Promise<T> => {
  const result = await subject.transactor.run(work);
  if (result.isErr()) throw new Error(`The transaction failed: ${JSON.stringify(result.error)}`);
  return result.value;
};

const save = (subject: FeedStoresSubject, ...todos: readonly Todo[]): Promise<unknown> =>
  run(subject, (stores) => stores.todos.save(todos));

const person = (id: string): Todo['assignee'] => ({ id, name: id, department: null });

const filterOf = (fields: Partial<FeedFilter> = {}, scope: Partial<FeedScope> = {}): FeedFilter => ({
  assigneeId: null,
  states: null,
  ...fields,
  scope: { ...everyTodo, ...scope },
});

const idsOf = (todos: readonly Todo[]): readonly string[] =>
  todos.map(({ taskId, assignee }) => `${taskId}/${assignee.id}`);

const page = (
  subject: FeedStoresSubject,
  tenant: string,
  filter: FeedFilter,
  { after = null, offset = 0, limit = 200 }: { after?: TodoCursor | null; offset?: number; limit?: number } = {},
): Promise<readonly Todo[]> => run(subject, (stores) => stores.feed.page(tenant, filter, { after, offset }, limit));

const changes = (
  subject: FeedStoresSubject,
  tenant: string,
  after: FeedPlace | null,
  limit = 1_000,
): Promise<{
  readonly now: Instant;
  readonly items: readonly { readonly todo: Todo; readonly changedAt: Instant }[];
}> => run(subject, (stores) => stores.feed.changes(tenant, filterOf(), after, limit));

const somePortal = (tenant: string, fields: Partial<Portal> = {}): Portal => ({
  tenant,
  code: 'campus-portal',
  name: '门户',
  enabled: true,
  person: { by: 'parameter', name: 'userId' },
  authCode: 'sealed',
  scope: { processIds: ['leave'], categories: null, platforms: null },
  pageSize: 50,
  parameters: { page: 'pageNo', size: null, state: 'status' },
  states: { '1': 'done' },
  signInBy: null,
  template: { code: 200, data: { $each: 'todos', as: 'todo', item: '${todo.title}' } },
  refusal: null,
  settings: { systemCode: 'portico' },
  revision: 1,
  createdAt: 1_763_683_200_000,
  updatedAt: 1_763_683_200_001,
  ...fields,
});

/** What the feed's stores promise. */
export const feedStoresContract: readonly ContractCase<FeedStoresSubject>[] = [
  {
    name: 'MUST page newest change first, by place and by offset, without repeating or skipping',
    run: async (subject) => {
      const tenant = subject.freshTenant();
      await save(
        subject,
        someTodo(tenant, { taskId: 'b', version: 10 }),
        someTodo(tenant, { taskId: 'Z', version: 10 }),
        someTodo(tenant, { taskId: 'b', assignee: person('T000'), version: 10 }),
        someTodo(tenant, { taskId: 'c', version: 30 }),
        someTodo(tenant, { taskId: 'd', version: 20 }),
        someTodo(subject.freshTenant(), { taskId: 'x' }),
      );
      const expected = ['c/T001', 'd/T001', 'Z/T001', 'b/T000', 'b/T001'];
      mustEqual(idsOf(await page(subject, tenant, filterOf())), expected, 'all of them');
      mustEqual(
        idsOf(await page(subject, tenant, filterOf(), { offset: 1, limit: 3 })),
        expected.slice(1, 4),
        'by offset',
      );
      const paged: string[] = [];
      let after: TodoCursor | null = null;
      for (let pages = 0; pages < 4; pages += 1) {
        const found: readonly Todo[] = await page(subject, tenant, filterOf(), { after, limit: 2 });
        paged.push(...idsOf(found));
        const last = found.at(-1);
        if (last !== undefined) after = { version: last.version, taskId: last.taskId, assigneeId: last.assignee.id };
      }
      mustEqual(paged, expected, 'by place');
    },
  },
  {
    name: 'MUST answer what passes every part of the filter, and nothing else',
    run: async (subject) => {
      const tenant = subject.freshTenant();
      await save(
        subject,
        someTodo(tenant, { taskId: 'open', version: 9 }),
        someTodo(tenant, { taskId: 'done', state: 'done', version: 8 }),
        someTodo(tenant, { taskId: 'gone', state: 'withdrawn', version: 7 }),
        someTodo(tenant, { taskId: 'zhang', assignee: person('20210001'), version: 6 }),
        someTodo(tenant, { taskId: 'travel', processId: 'travel', category: null, version: 5 }),
      );
      const ids = async (fields: Partial<FeedFilter>, scope: Partial<FeedScope> = {}): Promise<readonly string[]> =>
        (await page(subject, tenant, filterOf(fields, scope))).map(({ taskId }) => taskId);
      mustEqual(await ids({ states: ['open', 'done'] }), ['open', 'done', 'zhang', 'travel'], 'by state');
      mustEqual(await ids({ assigneeId: '20210001' }), ['zhang'], 'by person');
      mustEqual(await ids({}, { processIds: ['travel', 'x'] }), ['travel'], 'by process');
      mustEqual(await ids({ states: ['open'] }, { categories: ['approval'] }), ['open', 'zhang'], 'by category');
      mustEqual(await ids({ assigneeId: "T001' or true" }), [], 'a quote');
    },
  },
  {
    name: 'MUST find by platform what is kept there, whatever its unit',
    run: async (subject) => {
      const tenant = subject.freshTenant();
      await save(
        subject,
        someTodo(tenant, { taskId: 'T-1', instanceId: 'S-1', version: 9 }),
        someTodo(tenant, { taskId: 'T-2', instanceId: 'S-1', version: 8 }),
        someTodo(tenant, { taskId: 'T-3', instanceId: 'S-3', version: 7 }),
      );
      const task = { ...assigneeRef('S-1', 'T-2', 'T001'), unit: 'task' as const, assigneeId: null };
      const instance = { ...task, unit: 'instance' as const, instanceId: 'S-3', taskId: null };
      await run(subject, (stores) =>
        stores.mirrors.want([
          wanted(tenant, 'a', assigneeRef('S-1', 'T-1', 'T001'), 1),
          wanted(tenant, 'a', assigneeRef('S-1', 'T-1', 'other'), 1),
          wanted(tenant, 'b', task, 1),
          wanted(tenant, 'c', instance, 1),
        ]),
      );
      const on = async (...platforms: readonly string[]): Promise<readonly string[]> =>
        (await page(subject, tenant, filterOf({}, { platforms }))).map(({ taskId }) => taskId);
      mustEqual(await on('a'), ['T-1'], 'by assignee');
      mustEqual(await on('b'), ['T-2'], 'by task');
      mustEqual(await on('c', 'a'), ['T-1', 'T-3'], 'by instance, and one of several');
      mustEqual(await on('d'), [], 'nowhere');
    },
  },
  {
    name: 'MUST answer changes oldest first by the time they were written, whatever their versions say',
    run: async (subject) => {
      const tenant = subject.freshTenant();
      await save(subject, someTodo(tenant, { taskId: 'first', version: 1_000 }));
      await subject.advance(10);
      await save(
        subject,
        someTodo(tenant, { taskId: 'late', version: 5 }),
        someTodo(tenant, { taskId: 'Late', version: 5 }),
      );
      const all = await changes(subject, tenant, null);
      mustEqual(
        all.items.map(({ todo }) => todo.taskId),
        ['first', 'Late', 'late'],
        'all of them',
      );
      await subject.advance(10);
      const withdrawn = someTodo(tenant, { taskId: 'first', version: 1_001, state: 'withdrawn' });
      await save(subject, withdrawn);
      const last = all.items.at(-1);
      const place = { changedAt: last?.changedAt ?? 0, taskId: 'late', assigneeId: 'T001' };
      const since = await changes(subject, tenant, place);
      mustEqual(
        since.items.map(({ todo }) => todo),
        [withdrawn],
        'since the last',
      );
      mustEqual((since.items[0]?.changedAt ?? 0) > place.changedAt, true, 'later than the place');
      mustEqual(since.now >= (since.items[0]?.changedAt ?? 0), true, 'not later than now');
      const paged: string[] = [];
      let after: FeedPlace | null = null;
      for (let pages = 0; pages < 4; pages += 1) {
        const found: Awaited<ReturnType<typeof changes>> = await changes(subject, tenant, after, 1);
        const item = found.items[0];
        if (item === undefined) break;
        paged.push(item.todo.taskId);
        after = { changedAt: item.changedAt, taskId: item.todo.taskId, assigneeId: item.todo.assignee.id };
      }
      mustEqual(paged, ['Late', 'late', 'first'], 'page by page');
    },
  },
  {
    name: 'MUST count by state and category',
    run: async (subject) => {
      const tenant = subject.freshTenant();
      await save(
        subject,
        someTodo(tenant, { taskId: '1' }),
        someTodo(tenant, { taskId: '2' }),
        someTodo(tenant, { taskId: '3', state: 'done' }),
        someTodo(tenant, { taskId: '4', category: null }),
        someTodo(tenant, { taskId: '5', category: 'Z' }),
        someTodo(tenant, { taskId: '6', assignee: person('other') }),
        someTodo(tenant, { taskId: '7', state: 'withdrawn' }),
      );
      const rows = await run(subject, (stores) =>
        stores.feed.count(tenant, filterOf({ assigneeId: 'T001', states: ['open', 'done'] })),
      );
      mustEqual(
        rows,
        [
          { state: 'done', category: 'approval', count: 1 },
          { state: 'open', category: null, count: 1 },
          { state: 'open', category: 'Z', count: 1 },
          { state: 'open', category: 'approval', count: 2 },
        ],
        'the counts',
      );
    },
  },
  {
    name: 'MUST keep portals by revision, so that one of two changes to the same revision wins',
    run: async (subject) => {
      const [tenant, other] = [subject.freshTenant(), subject.freshTenant()];
      const put = (portal: Portal): Promise<boolean> => run(subject, (stores) => stores.portals.save(portal));
      mustEqual(await put(somePortal(tenant)), true, 'inserted');
      mustEqual(await put(somePortal(tenant)), false, 'inserted twice');
      const changed = somePortal(tenant, {
        revision: 2,
        enabled: false,
        authCode: null,
        person: { by: 'credential', provider: 'campus' },
        template: null,
        settings: {},
      });
      mustEqual(await put(changed), true, 'changed');
      mustEqual(await put({ ...changed, name: 'late' }), false, 'too late');
      await put(somePortal(tenant, { code: 'a' }));
      await put(somePortal(other));
      mustEqual(
        await run(subject, (stores) => stores.portals.list(tenant)),
        [somePortal(tenant, { code: 'a' }), changed],
        'the list',
      );
      const remove = (): Promise<boolean> => run(subject, (stores) => stores.portals.remove(tenant, 'campus-portal'));
      mustEqual([await remove(), await remove()], [true, false], 'removed once');
      mustEqual(await run(subject, (stores) => stores.portals.find(tenant, 'campus-portal')), null, 'gone');
      mustEqual(
        await run(subject, (stores) => stores.portals.find(other, 'campus-portal')),
        somePortal(other),
        'the other',
      );
    },
  },
];
