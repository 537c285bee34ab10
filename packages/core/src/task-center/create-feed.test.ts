import fc from 'fast-check';
import { errAsync, ok, okAsync } from 'neverthrow';
import { describe, expect, test } from 'vitest';
import { createMemoryDatabase } from '../memory/memory-database.ts';
import { createMemoryStores } from '../memory/memory-ports.ts';
import { createMemoryTransactor } from '../memory/memory-transactor.ts';
import type { Instant } from '../ports/instant.ts';
import type { Transactor } from '../ports/transactor.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { someTodo } from '../testing/task-center/task-center-subject.ts';
import { createFeed } from './create-feed.ts';
import type { FeedDependencies } from './feed-context.ts';
import { everyTodo } from './feed-portal.ts';
import type { ChangedTodoRow, FeedPlace, FeedStores } from './feed-ports.ts';
import type { Feed, PortalDraft, PortalRequest } from './feed.ts';
import type { Todo } from './todo.ts';

const tenant = 'default';

const dependenciesOver = (transactor: Transactor<FeedStores>): FeedDependencies => ({
  transactor,
  clock: createFakeClock(() => Promise.resolve()),
  secrets: { seal: (plain) => `sealed:${plain}`, open: (sealed) => ok(sealed.slice(7)) },
  digest: (text) => `#${text}#`,
  // What is rendered is what templates see, with the template beside it.
  templates: { compile: (template) => ok((roots) => ok({ template, ...roots })) },
  identify: (_tenant, _provider, credential) => okAsync({ personId: credential.slice('credential-of-'.length) }),
  publicUrl: () => 'https://portico.example.edu',
});

const startFeed = (given: Partial<FeedDependencies> = {}) => {
  let now = 1_763_683_200_000;
  const transactor = createMemoryTransactor(
    createMemoryDatabase(() => now),
    createMemoryStores,
  );
  return {
    feed: createFeed({ ...dependenciesOver(transactor), ...given }),
    save: async (...todos: readonly Todo[]) =>
      void (await transactor.run((stores) => stores.todos.save(todos)))._unsafeUnwrap(),
    pass: (ms: number) => void (now += ms),
  };
};

const of = (personId: string, taskId: string, fields: Partial<Todo> = {}): Todo =>
  someTodo(tenant, { taskId, assignee: { id: personId, name: personId, department: null }, ...fields });

describe('A person’s list', () => {
  test('MUST hold what is theirs and not withdrawn, in pages, with counts', async () => {
    const { feed, save } = startFeed();
    await save(
      of('T001', '1', { version: 1 }),
      of('T001', '2', { version: 2 }),
      of('T001', '3', { version: 3, state: 'done', category: null }),
      of('T001', '4', { version: 4, state: 'withdrawn' }),
      of('20210001', '5', { version: 5 }),
    );
    const page = async (state: 'open' | 'done' | 'all', cursor: string | null = null) =>
      (await feed.listFor(tenant, 'T001', { state, scope: everyTodo }, cursor, 1))._unsafeUnwrap();
    const first = await page('open');
    expect(first.items.map(({ taskId }) => taskId)).toEqual(['2']);
    expect((await page('open', first.nextCursor)).items.map(({ taskId }) => taskId)).toEqual(['1']);
    expect((await page('done')).items.map(({ taskId }) => taskId)).toEqual(['3']);
    expect((await feed.countFor(tenant, 'T001', everyTodo))._unsafeUnwrap()).toEqual({
      open: 2,
      done: 1,
      categories: [
        { category: null, open: 0, done: 1 },
        { category: 'approval', open: 2, done: 0 },
      ],
    });
    const unreadable = await feed.listFor(tenant, 'T001', { state: 'open', scope: everyTodo }, 'x', 1);
    expect(unreadable._unsafeUnwrapErr()).toMatchObject({ code: 'INVALID', pointer: '/cursor' });
  });
});

describe('Changes', () => {
  /** A store in which transactions may commit later than others that began after them. */
  const lateStore = () => {
    const rows = new Map<string, ChangedTodoRow>();
    let now = 1_000_000;
    const place = ({ todo, changedAt }: ChangedTodoRow): readonly [number, string] => [changedAt, todo.taskId];
    const isAfter = (row: ChangedTodoRow, after: FeedPlace): boolean => {
      const [at, id] = place(row);
      return at > after.changedAt || (at === after.changedAt && id > after.taskId);
    };
    const stores: FeedStores = {
      feed: {
        page: () => okAsync([]),
        count: () => okAsync([]),
        changes: (_tenant, _filter, after, limit) =>
          okAsync({
            now,
            items: [...rows.values()]
              .filter((row) => after === null || isAfter(row, after))
              .toSorted((a, b) => a.changedAt - b.changedAt || (a.todo.taskId < b.todo.taskId ? -1 : 1))
              .slice(0, limit),
          }),
      },
      portals: {} as FeedStores['portals'],
    };
    const transactor: Transactor<FeedStores> = { run: (work) => work(stores) };
    return {
      feed: createFeed(dependenciesOver(transactor)),
      rows,
      commit: (taskId: string, state: Todo['state'], begunAgoMs: number) => {
        const changedAt: Instant = now - begunAgoMs;
        const before = rows.get(taskId);
        // A later transaction waits for the row: it never goes back in time.
        rows.set(taskId, {
          todo: of('T001', taskId, { state }),
          changedAt: Math.max(changedAt, before?.changedAt ?? 0),
        });
      },
      pass: (ms: number) => void (now += ms),
    };
  };

  const follow = async (
    feed: Feed,
    copy: Map<string, string>,
    from: string | null,
    pages: number,
  ): Promise<string | null> => {
    let cursor = from;
    for (let page = 0; page < pages; page += 1) {
      const {
        items,
        cursor: next,
        more,
      } = (await feed.listChanges(tenant, { personId: null, scope: everyTodo }, cursor, 3))._unsafeUnwrap();
      for (const { todo } of items) {
        if (todo.state === 'withdrawn') copy.delete(todo.taskId);
        else copy.set(todo.taskId, todo.state);
      }
      cursor = next;
      if (!more) break;
    }
    return cursor;
  };

  const step = fc.oneof(
    fc.record({
      kind: fc.constant('commit' as const),
      task: fc.integer({ min: 0, max: 15 }),
      state: fc.constantFrom<Todo['state']>('open', 'done', 'withdrawn'),
      begunAgoMs: fc.integer({ min: 0, max: 59_000 }),
    }),
    fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: 90_000 }) }),
    fc.record({ kind: fc.constant('poll' as const), pages: fc.integer({ min: 1, max: 4 }) }),
  );

  test('MUST let whoever follows them hold exactly what there is within two rounds, whatever commits late', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const store = lateStore();
        const copy = new Map<string, string>();
        let cursor: string | null = null;
        for (const one of steps) {
          if (one.kind === 'commit') store.commit(`t${one.task}`, one.state, one.begunAgoMs);
          else if (one.kind === 'pass') store.pass(one.ms);
          else cursor = await follow(store.feed, copy, cursor, one.pages);
        }
        // To the end of the round that is under way, and through one more.
        cursor = await follow(store.feed, copy, cursor, 1_000);
        await follow(store.feed, copy, cursor, 1_000);
        const shown = [...store.rows.values()].filter(({ todo }) => todo.state !== 'withdrawn');
        expect(Object.fromEntries(copy)).toEqual(
          Object.fromEntries(shown.map(({ todo }): [string, string] => [todo.taskId, todo.state])),
        );
      }),
      { numRuns: 2_000 },
    );
  });

  test('MUST come to rest: whoever has everything gets nothing, and the same cursor', async () => {
    const { feed, save, pass } = startFeed();
    await save(of('T001', '1'));
    pass(120_000);
    const ask = async (cursor: string | null) =>
      (await feed.listChanges(tenant, { personId: null, scope: everyTodo }, cursor, 10))._unsafeUnwrap();
    const first = await ask(null);
    const second = await ask(first.cursor);
    expect(first.items).toHaveLength(1);
    expect(second).toEqual({ items: [], cursor: first.cursor, more: false });
    expect((await feed.listChanges(tenant, { personId: null, scope: everyTodo }, 'a:b', 10)).isErr()).toBe(true);
  });
});

const authCode = 'portal-key-of-16-or-more';

const portal = (more: Partial<PortalDraft> = {}): PortalDraft => ({
  code: 'campus',
  authCode,
  parameters: { page: 'pageNo', size: 'pageSize', state: 'status' },
  states: { '1': 'done', '2': 'all' },
  settings: { systemCode: 'portico' },
  ...more,
});

const asked = (parameters: Record<string, string>, code: string | null = authCode): PortalRequest => ({
  authCode: code,
  parameters,
  signal: new AbortController().signal,
});

describe('A portal', () => {
  const withPortal = async (more: Partial<PortalDraft> = {}) => {
    const world = startFeed();
    await world.save(
      of('T001', '1', { version: 1 }),
      of('T001', '2', { version: 2, processId: 'travel' }),
      of('T001', '3', { version: 3, state: 'done' }),
      of('20210001', '4'),
    );
    (await world.feed.createPortal(tenant, portal(more)))._unsafeUnwrap();
    const answer = async (parameters: Record<string, string>, code: string | null = authCode) =>
      world.feed.portal.answer(tenant, 'campus', asked(parameters, code));
    return { ...world, answer };
  };

  test('MUST get the to-dos of the person that it names, and of nobody else', async () => {
    const { answer } = await withPortal();
    const shown = (await answer({ userId: 'T001' }))._unsafeUnwrap() as {
      total: number;
      todos: { taskId: string; url: string }[];
    };
    expect(shown).toMatchObject({
      person: 'T001',
      total: 2,
      counts: { open: 2, done: 1 },
      settings: { systemCode: 'portico' },
    });
    expect(shown.todos.map(({ taskId }) => taskId)).toEqual(['2', '1']);
    const done = (await answer({ userId: 'T001', status: '1' }))._unsafeUnwrap() as { todos: { taskId: string }[] };
    expect(done.todos.map(({ taskId }) => taskId)).toEqual(['3']);
    const second = (await answer({ userId: 'T001', pageNo: '2', pageSize: '1' }))._unsafeUnwrap() as {
      todos: { taskId: string }[];
    };
    expect(second.todos.map(({ taskId }) => taskId)).toEqual(['1']);
  });

  test('MUST get nothing without its key, in its own shape', async () => {
    const { answer, feed } = await withPortal();
    for (const code of [null, '', 'wrong', `${authCode}x`, authCode.toUpperCase()]) {
      const refused = (await answer({ userId: 'T001' }, code))._unsafeUnwrapErr();
      expect(refused).toMatchObject({ code: 'PORTAL_KEY_WRONG', answer: { template: { code: 500 } } });
    }
    expect((await feed.portal.answer(tenant, 'other', asked({})))._unsafeUnwrapErr().code).toBe('PORTAL_UNKNOWN');
    expect((await feed.portal.answer('other', 'campus', asked({})))._unsafeUnwrapErr().code).toBe('PORTAL_UNKNOWN');
    (await feed.changePortal(tenant, 'campus', { enabled: false }, null))._unsafeUnwrap();
    expect((await answer({ userId: 'T001' }))._unsafeUnwrapErr().code).toBe('PORTAL_UNKNOWN');
  });

  test('MUST be told which parameter is wrong', async () => {
    const { answer } = await withPortal();
    for (const parameters of [
      {},
      { userId: ' ' },
      { userId: 'x'.repeat(129) },
      { userId: 'T001', pageNo: '0' },
      { userId: 'T001', pageNo: 'x' },
      { userId: 'T001', pageNo: '999999999' },
      { userId: 'T001', pageSize: '-1' },
    ])
      expect((await answer(parameters))._unsafeUnwrapErr().code).toBe('PORTAL_REQUEST_INVALID');
  });

  test('MUST see no process that it may not see', async () => {
    const { answer } = await withPortal({ scope: { ...everyTodo, processIds: ['travel'] } });
    const shown = (await answer({ userId: 'T001', status: '2' }))._unsafeUnwrap() as { todos: { taskId: string }[] };
    expect(shown.todos.map(({ taskId }) => taskId)).toEqual(['2']);
  });

  test('MUST be able to name people by a credential of theirs', async () => {
    const { answer } = await withPortal({ person: { by: 'credential', provider: 'campus' }, authCode: null });
    const shown = (await answer({ userId: 'T001' }, 'credential-of-20210001'))._unsafeUnwrap() as { person: string };
    expect(shown.person).toBe('20210001');
  });

  test.each([
    ['TICKET_INVALID', 'PORTAL_KEY_WRONG'],
    ['SIGN_IN_DENIED', 'PORTAL_KEY_WRONG'],
    ['PROVIDER_UNREACHABLE', 'PORTAL_BROKEN'],
    ['PROVIDER_MISCONFIGURED', 'PORTAL_BROKEN'],
    ['PROVIDER_UNKNOWN', 'PORTAL_BROKEN'],
    ['SERVICE_MISMATCH', 'PORTAL_BROKEN'],
    ['ANSWER_UNREADABLE', 'PORTAL_BROKEN'],
    ['STORE_UNAVAILABLE', 'STORE_UNAVAILABLE'],
  ] as const)('MUST be told whose fault it is when its provider says %s', async (code, expected) => {
    const logged: unknown[] = [];
    const { feed } = startFeed({
      identify: () => errAsync({ code, message: 'at 10.0.0.7' }),
      log: (...entry) => void logged.push(entry),
    });
    const draft = portal({ person: { by: 'credential', provider: 'campus' }, authCode: null });
    (await feed.createPortal(tenant, draft))._unsafeUnwrap();
    const refused = (await feed.portal.answer(tenant, 'campus', asked({}, 'a-credential')))._unsafeUnwrapErr();
    expect(refused.code).toBe(expected);
    if (!('answer' in refused)) return;
    // Operators read why; portals do not.
    expect(JSON.stringify(refused)).not.toContain('10.0.0.7');
    expect(JSON.stringify(logged).includes(`${code}: at 10.0.0.7`)).toBe(expected === 'PORTAL_BROKEN');
    expect(JSON.stringify(logged)).not.toContain('a-credential');
  });

  test('MUST lead through the identity provider where the operator wants it', async () => {
    const { answer } = await withPortal({ signInBy: 'cas' });
    const shown = (await answer({ userId: '20210001' }))._unsafeUnwrap() as { todos: { url: string; path: string }[] };
    expect(shown.todos[0]).toMatchObject({
      url: 'https://portico.example.edu/sso/default/cas/login?to=https%3A%2F%2Foa.example.edu%2Ft%2F1',
      path: '/sso/default/cas/login?to=https%3A%2F%2Foa.example.edu%2Ft%2F1',
    });
  });

  test('MUST be configured right, with the field at fault named', async () => {
    const { feed } = startFeed();
    const pointerOf = async (more: Partial<PortalDraft>): Promise<unknown> => {
      const failed = (await feed.createPortal(tenant, portal(more)))._unsafeUnwrapErr();
      return 'pointer' in failed ? failed.pointer : failed.code;
    };
    expect(await pointerOf({ code: 'Campus' })).toBe('/code');
    expect(await pointerOf({ authCode: 'short' })).toBe('/authCode');
    expect(await pointerOf({ authCode: null })).toBe('/authCode');
    expect(await pointerOf({ pageSize: 201 })).toBe('/pageSize');
    expect(await pointerOf({ person: { by: 'parameter', name: 'a b' } })).toBe('/person/name');
    expect(await pointerOf({ scope: { ...everyTodo, categories: [] } })).toBe('/scope/categories');
    expect(await pointerOf({ settings: { '1': 'x' } })).toBe('/settings');
    const shown = (await feed.createPortal(tenant, portal()))._unsafeUnwrap();
    expect(JSON.stringify(shown)).not.toContain(authCode);
    expect(await pointerOf({})).toBe('CONFLICT');
  });
});
