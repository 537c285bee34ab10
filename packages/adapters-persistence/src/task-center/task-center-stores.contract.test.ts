import fc from 'fast-check';
import type { ResultAsync } from 'neverthrow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StoreFailure, Transactor } from '@portico/core';
import {
  createMemoryDatabase,
  createMemoryTaskCenterStores,
  createMemoryTransactor,
  createMemoryWorkStores,
} from '@portico/core/memory';
import {
  mirrorKey,
  type MirrorRef,
  type Platform,
  type RemoteState,
  type SyncState,
  type TaskCenterStores,
  type Todo,
  type TodoFilter,
} from '@portico/core/task-center';
import { defaultLaneConfig, type WorkStores } from '@portico/core/work';
import { testBackends, type TestDatabase } from '../database/test-database.ts';
import { createTransactor } from '../transactor.ts';

type Stores = TaskCenterStores & WorkStores;
type Run = <T>(work: (stores: Stores) => ResultAsync<T, StoreFailure>) => Promise<T>;

interface Step {
  readonly run: (run: Run) => Promise<unknown>;
  [fc.toStringMethod](): string;
}

function step<T>(
  name: string,
  arguments_: fc.Arbitrary<T>,
  run: (run: Run, argument: T) => Promise<unknown>,
): fc.Arbitrary<Step> {
  return arguments_.map((argument) => ({
    run: (side) => run(side, argument),
    [fc.toStringMethod]: () => `${name} ${fc.stringify(argument)}`,
  }));
}

const start = 2_000_000_000_000;
const tenant = 'default';
// The last one has a mirror now and then but no platform: what belongs to it is not shown.
const platforms = ['alpha', 'beta', 'gone'] as const;
const platform = fc.constantFrom(...platforms);
const lane = fc.constantFrom(1, 2);
const instances = ['S-1', 'S-2'] as const;
const tasks = ['T:1', '任务'] as const;
const people = ['P1', 'p~2'] as const;
const states = ['open', 'done', 'withdrawn'] as const;
const urgencies = ['low', 'normal', 'urgent', 'critical'] as const;
const syncs: readonly SyncState[] = [
  'agreed',
  'pending',
  'failing',
  'refused',
  'exhausted',
  'undecidable',
  'poison',
  'withdrawn',
  'ignored',
];

const ref: fc.Arbitrary<MirrorRef> = fc
  .record({
    unit: fc.constantFrom('assignee' as const, 'task' as const, 'instance' as const),
    instanceId: fc.constantFrom(...instances),
    taskId: fc.constantFrom(...tasks),
    assigneeId: fc.constantFrom(...people),
  })
  .map(({ unit, instanceId, taskId, assigneeId }) => ({
    unit,
    instanceId,
    taskId: unit === 'instance' ? null : taskId,
    assigneeId: unit === 'assignee' ? assigneeId : null,
  }));
const everyRef: readonly MirrorRef[] = instances.flatMap((instanceId): MirrorRef[] => [
  { unit: 'instance', instanceId, taskId: null, assigneeId: null },
  ...tasks.flatMap((taskId): MirrorRef[] => [
    { unit: 'task', instanceId, taskId, assigneeId: null },
    ...people.map((assigneeId): MirrorRef => ({ unit: 'assignee', instanceId, taskId, assigneeId })),
  ]),
]);
const version = fc.integer({ min: 0, max: 5 }).map((n) => start + n);

const todo: fc.Arbitrary<Todo> = fc
  .record({
    taskId: fc.constantFrom(...tasks),
    person: fc.constantFrom(...people),
    instanceId: fc.constantFrom(...instances),
    state: fc.constantFrom(...states),
    title: fc.constantFrom('Leave 请假', "leave 50%_'x'", ''),
    urgency: fc.constantFrom(...urgencies),
    category: fc.constantFrom(null, 'approval'),
    processId: fc.constantFrom('leave', 'seal'),
    createdAt: version,
    version,
  })
  .map(({ person, ...fields }) => ({
    tenant,
    ...fields,
    assignee: { id: person, name: '李老师', department: null },
    links: { pc: 'https://x', mobile: null },
    sceneCode: null,
    taskType: null,
    nodeId: 'n',
    nodeName: 'n',
    sender: null,
    processName: 'x',
    stateSince: start,
  }));

const maybe = <T>(...values: readonly T[]) => fc.option(fc.constantFrom(...values), { freq: 2 });
const filter: fc.Arbitrary<TodoFilter> = fc
  .record(
    {
      state: maybe(...states),
      assigneeId: maybe(...people),
      taskId: maybe(...tasks),
      instanceId: maybe(...instances),
      processId: maybe('leave', 'seal'),
      instanceStatus: maybe('running' as const, 'completed' as const),
      category: maybe('approval', 'other'),
      urgency: maybe(...urgencies),
      text: maybe('LEAVE', '请', '%', '_', "'"),
      createdFrom: maybe(start + 2),
      createdTo: maybe(start + 3),
      sync: maybe(...syncs),
      platform: maybe(...platforms),
    },
    { noNullPrototype: true },
  )
  .map((full) => ({ ...full }));
const loose: fc.Arbitrary<TodoFilter> = fc
  .record({ sync: maybe(...syncs), platform: maybe(...platforms) }, { noNullPrototype: true })
  .map((some) => ({
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
    ...some,
  }));

const remote = fc.constantFrom<RemoteState>('absent', 'open', 'done', 'present');
const move = fc.oneof(
  step('save', fc.array(todo, { maxLength: 4 }), (run, todos) => {
    const once = [
      ...new Map(
        todos.map((one) => [
          mirrorKey({ unit: 'assignee', instanceId: '', taskId: one.taskId, assigneeId: one.assignee.id }),
          one,
        ]),
      ).values(),
    ];
    return run((s) => s.todos.save(once));
  }),
  step(
    'want',
    fc.uniqueArray(fc.record({ platform, ref, version }), {
      maxLength: 8,
      selector: (one) => `${one.platform} ${mirrorKey(one.ref)}`,
    }),
    (run, wanted) => run((s) => s.mirrors.want(wanted.map((one) => ({ ...one, tenant, key: mirrorKey(one.ref) })))),
  ),
  step(
    'acknowledge',
    fc.record({ platform, ref, version, state: remote, corrects: fc.boolean(), remoteId: maybe('r-1') }),
    (run, { ref: of, ...one }) =>
      run((s) =>
        s.mirrors.acknowledge([
          {
            tenant,
            platform: one.platform,
            key: mirrorKey(of),
            corrects: one.corrects,
            acknowledged: { version: one.version, state: one.state, fingerprint: 'f', remoteId: one.remoteId },
          },
        ]),
      ),
  ),
  step(
    'override',
    fc.tuple(platform, ref, maybe('withdrawn' as const, 'ignored' as const)),
    (run, [code, of, override]) => run((s) => s.mirrors.setOverride(tenant, code, mirrorKey(of), override)),
  ),
  step(
    'schedule',
    fc.tuple(lane, fc.array(ref, { maxLength: 8 }), fc.constantFrom(0, 5_000)),
    (run, [id, refs, delayMs]) =>
      run((s) =>
        s.work.schedule(refs.map((of) => ({ lane: id, key: mirrorKey(of), class: 'live', delayMs, uncertain: false }))),
      ),
  ),
  step(
    'try',
    fc.tuple(lane, fc.constantFrom('done' as const, 'retry' as const, 'retry' as const, 'park' as const)),
    (run, [id, verdict]) =>
      run((s) =>
        s.work
          .claim(1, [
            { lane: id, class: 'live', count: 100 },
            { lane: id, class: 'retry', count: 100 },
          ])
          .andThen((claims) =>
            s.work.settle(
              claims.map(({ id: claim, key }) => ({
                claim,
                lane: id,
                key,
                verdict,
                parked: verdict === 'park' ? ('refused' as const) : null,
                counted: verdict !== 'done',
                uncertain: false,
                delayMs: 100,
              })),
            ),
          )
          .map((settled) => settled.length),
      ),
  ),
  step('forget', fc.constantFrom('beta', 'gone'), (run, code) => run((s) => s.mirrors.forget(tenant, code, 100))),
);
const look = (some: TodoFilter, many: TodoFilter) => async (run: Run) => {
  const pages = async (filter: TodoFilter, limit: number) => {
    const first = await run((s) => s.todos.list(tenant, filter, null, limit));
    const last = first.at(-1)?.todo;
    if (last === undefined) return first;
    return [
      first,
      await run((s) =>
        s.todos.list(tenant, filter, { version: last.version, taskId: last.taskId, assigneeId: last.assignee.id }, 200),
      ),
    ];
  };
  const mirrors = [];
  for (const code of platforms) {
    mirrors.push(
      await run((s) => s.mirrors.page(tenant, code, null, null, 1_000)),
      await run((s) => s.mirrors.page(tenant, code, start + 3, mirrorKey(everyRef[3]!), 2)),
      await run((s) => s.mirrors.unattended(tenant, code, 1, null, 3)),
      [...(await run((s) => s.mirrors.find(tenant, code, everyRef.map(mirrorKey)))).entries()].sort(([a], [b]) =>
        a < b ? -1 : 1,
      ),
    );
  }
  return {
    some: await pages(some, 2),
    many: await pages(many, 3),
    all: await run((s) => s.todos.list(tenant, { ...many, sync: null, platform: null }, null, 200)),
    one: await run((s) => s.todos.find(tenant, tasks[0], people[0])),
    counts: [await run((s) => s.todos.countByState(tenant)), await run((s) => s.mirrors.count(tenant))],
    marks: [
      await run((s) => s.todos.countMarks(tenant, many, 1_000)),
      await run((s) => s.todos.countMarks(tenant, many, 1)),
    ].map((found, index) => (index === 0 ? found : { todos: found.todos, more: found.more })),
    mirrors,
  };
};
const story = fc.record({
  moves: fc.array(fc.record({ move, passMs: fc.constantFrom(0, 1, 400) }), { minLength: 15, maxLength: 40 }),
  filters: fc.array(fc.tuple(filter, loose), { minLength: 3, maxLength: 3 }),
});

describe.each(testBackends(process.env['PORTICO_TEST_POSTGRES_URL']))('the task center on $name', ({ create }) => {
  let testDatabase: TestDatabase;
  beforeAll(async () => {
    testDatabase = await create();
  });
  afterAll(() => testDatabase.dispose());

  const runOn =
    (transactor: Transactor<Stores>): Run =>
    async (work) =>
      (await transactor.run(work))._unsafeUnwrap();
  const begin = async (run: Run) => {
    for (const code of ['alpha', 'beta']) {
      const fresh: Platform = {
        tenant,
        code,
        kind: 'k',
        name: code,
        baseUrl: 'http://x',
        enabled: true,
        settings: {},
        secrets: {},
        profile: null,
        retry: { count: null, intervalSeconds: null, maxAgeSeconds: 60 },
        concurrency: 1,
        batchSize: 1,
        timeoutMs: 1_000,
        rate: null,
        showFinished: true,
        resendUndecidable: false,
        sandbox: true,
        revision: 1,
        createdAt: start,
        updatedAt: start,
      };
      await run((s) => s.platforms.save(fresh));
      await run((s) => s.lanes.ensure([{ tenant, name: `push/${code}`, config: defaultLaneConfig }]));
    }
    await run((s) => s.sessions.open(['*']));
  };

  test('MUST answer as the memory stores do', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(story, async ({ moves, filters }) => {
        await testDatabase.reset();
        let now = start;
        await testDatabase.freeze(now);
        const real = runOn(createTransactor(testDatabase.database));
        const model = runOn(
          createMemoryTransactor(
            createMemoryDatabase(() => now),
            (database) => ({ ...createMemoryWorkStores(database), ...createMemoryTaskCenterStores(database) }),
          ),
        );
        await begin(real);
        await begin(model);
        for (const [
          index,
          {
            move: { run },
            passMs,
          },
        ] of moves.entries()) {
          const expected = await run(model);
          expect(await run(real)).toEqual(expected);
          now += passMs;
          if (passMs > 0) await testDatabase.freeze(now);
          const filtered = filters[index % 15];
          if (filtered === undefined) continue;
          const glance = look(...filtered);
          expect(await glance(real)).toEqual(await glance(model));
        }
        for (const filtered of filters) expect(await look(...filtered)(real)).toEqual(await look(...filtered)(model));
      }),
      { numRuns: 15 },
    );
  });
});
