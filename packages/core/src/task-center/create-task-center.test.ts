import { expect, test } from 'vitest';
import { createFakePlatform, type FakePlatform } from '../testing/task-center/fake-platform.ts';
import { benchTenant, startTaskCenterBench, type TaskCenterBench } from '../testing/task-center/task-center-bench.ts';
import { sampleEvent, sampleInstance, sampleTask, sampleTime } from '../testing/workflow/sample-events.ts';
import type { EngineEvent } from '../workflow/model.ts';
import { mirrorKey, todoId } from './mirror-key.ts';
import type { PlatformCapabilities } from './platform.ts';
import type { TodoFilter, TodoWithMarks } from './ports.ts';
import type { Page } from './task-center.ts';

declare const setImmediate: (run: () => void) => void;

const rest = (): Promise<void> => new Promise((done) => setImmediate(() => done()));

interface Started {
  readonly bench: TaskCenterBench;
  readonly platform: FakePlatform;
}

const start = async (capabilities: Partial<PlatformCapabilities> = {}, namesIds = false): Promise<Started> => {
  const made: FakePlatform[] = [];
  const bench = await startTaskCenterBench(rest, (clock) => {
    made.push(createFakePlatform({ clock, name: 'fake', capabilities, namesIds }));
    return made.map(({ kind }) => kind);
  });
  const [platform] = made;
  if (platform === undefined) throw new Error('no platform');
  expect(await bench.settle()).toBe(true);
  return { bench, platform };
};

/** Sample events, as seen from the bench's own clock. */
const at = (bench: TaskCenterBench, event: EngineEvent): EngineEvent => ({
  ...event,
  occurredAt: event.occurredAt - sampleTime + bench.clock.now(),
});

const received = async ({ bench }: Started): Promise<void> => {
  await bench.record([at(bench, sampleEvent('receive', -60))]);
  expect(await bench.settle()).toBe(true);
};

const id = todoId('T-1', 'T001');
const key = mirrorKey({ unit: 'assignee', instanceId: 'S-1', taskId: 'T-1', assigneeId: 'T001' });

const syncOf = async ({ bench }: Started) =>
  (await bench.taskCenter.showTodo(benchTenant, id))._unsafeUnwrap().marks[0]?.sync;

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

test('MUST show a received task at the platform, and finish it there when it is completed', async () => {
  const started = await start();
  const { bench, platform } = started;
  const report = await bench.record([at(bench, sampleEvent('receive', -5))]);
  expect(report).toMatchObject({ accepted: 1, todos: 1 });
  expect(await bench.settle()).toBe(true);
  expect(platform.remote.objects()).toMatchObject([
    { state: 'open', content: { tasks: [{ handlers: [{ person: { id: 'T001' } }] }] } },
  ]);
  await bench.record([at(bench, sampleEvent('complete', -4))]);
  expect(await bench.settle()).toBe(true);
  expect(platform.remote.objects()).toMatchObject([{ state: 'done' }]);
  const shown = (await bench.taskCenter.showTodo(benchTenant, id))._unsafeUnwrap();
  expect(shown.marks).toMatchObject([{ platform: 'fake', sync: 'agreed', remote: 'done' }]);
  expect(shown.timeline.map(({ type }) => type)).toEqual([
    'event',
    'change',
    'plan',
    'attempt',
    'event',
    'change',
    'plan',
    'attempt',
  ]);
  await bench.close();
});

test('MUST get a task to the platform as soon as its instance is there, not a polling interval later', async () => {
  const { bench, platform } = await start({ units: ['instance', 'task'] }, true);
  await bench.record([at(bench, sampleEvent('receive', -5))]);
  const began = bench.clock.monotonic();
  expect(await bench.clock.until(() => platform.remote.objects().length === 2, 5_000)).toBe(true);
  expect(bench.clock.monotonic() - began).toBeLessThan(300);
  expect(platform.calls.map(({ operation, ref, parentRemoteId }) => [operation, ref.unit, parentRemoteId])).toEqual([
    ['create', 'instance', null],
    ['create', 'task', 'r1'],
  ]);
  await bench.close();
});

test.each(['task', 'assignee'] as const)(
  'MUST get a to-do of unit %s to the platform once its parked instance got there',
  async (unit) => {
    const { bench, platform } = await start({ units: ['instance', unit] }, true);
    platform.fault = (_operation, of) => (of.startsWith('instance:') ? 'refused' : 'none');
    await bench.record([at(bench, sampleEvent('receive', -5))]);
    expect(await bench.settle()).toBe(true);
    expect(platform.remote.objects()).toEqual([]);
    platform.fault = () => 'none';
    const parent = mirrorKey({ unit: 'instance', instanceId: 'S-1', taskId: null, assigneeId: null });
    await bench.transactor.run((stores) =>
      stores.lanes
        .list(benchTenant)
        .map((lanes) => lanes.find(({ name }) => name === 'push/fake')?.id ?? 0)
        .andThen((lane) => stores.work.redrive(lane, ['refused'], 'bulk', 1)),
    );
    expect(await bench.settle()).toBe(true);
    expect(platform.remote.objects().map((object) => object.key)).toContain(parent);
    expect(platform.remote.objects()).toHaveLength(2);
    await bench.close();
  },
);

test('MUST not push questionnaires, and push them once the rules say so', async () => {
  const started = await start();
  const { bench, platform } = started;
  await bench.record([
    at(bench, sampleEvent('receive', -5, { instance: sampleInstance({ category: 'questionnaire' }) })),
  ]);
  expect(await bench.settle()).toBe(true);
  expect(platform.calls).toEqual([]);
  (await bench.taskCenter.replaceRules(benchTenant, []))._unsafeUnwrap();
  expect(await bench.settle()).toBe(true);
  expect(platform.remote.objects()).toMatchObject([{ key, state: 'open' }]);
  const rule = { id: 'r', name: '按人', enabled: true, effect: 'exclude', platforms: ['fake'] } as const;
  const match = { processIds: null, categories: null, sceneCodes: null, taskTypes: null, personIds: ['T001'] };
  (await bench.taskCenter.replaceRules(benchTenant, [{ ...rule, match }]))._unsafeUnwrap();
  expect(await bench.settle()).toBe(true);
  expect(platform.remote.objects()).toEqual([]);
  await bench.close();
});

test('MUST withdraw, ignore and restore by hand, and write down who decided', async () => {
  const started = await start();
  const { bench, platform } = started;
  await received(started);
  const decide = async (decision: 'withdraw' | 'ignore' | 'restore'): Promise<void> => {
    expect((await bench.taskCenter.decide(benchTenant, id, 'fake', decision, 'admin'))._unsafeUnwrap()).toBe(1);
    expect(await bench.settle()).toBe(true);
  };
  await decide('withdraw');
  expect([platform.remote.objects(), await syncOf(started)]).toEqual([[], 'withdrawn']);
  await decide('restore');
  expect([platform.remote.objects().length, await syncOf(started)]).toEqual([1, 'agreed']);
  await decide('ignore');
  await bench.record([at(bench, sampleEvent('complete', -1))]);
  expect(await bench.settle()).toBe(true);
  expect(platform.remote.objects()).toMatchObject([{ state: 'open' }]);
  await decide('restore');
  expect(platform.remote.objects()).toMatchObject([{ state: 'done' }]);
  const log = (
    await bench.taskCenter.listChangeLog(benchTenant, { taskId: 'T-1', assigneeId: null, instanceId: null }, null, 20)
  )._unsafeUnwrap();
  expect(log.items.map(({ cause, by }) => [cause, by])).toEqual([
    ['restore', 'admin'],
    ['complete', null],
    ['ignore', 'admin'],
    ['restore', 'admin'],
    ['withdraw', 'admin'],
    ['receive', null],
  ]);
  const gone = (
    await bench.taskCenter.listDeletionLog(benchTenant, { platform: 'fake', instanceId: null }, null, 20)
  )._unsafeUnwrap();
  expect(gone.items).toMatchObject([{ key, platform: 'fake' }]);
  await bench.close();
});

test('MUST let a person decide what nothing else can: try again at once, or believe', async () => {
  const started = await start({ identity: false });
  const { bench, platform } = started;
  platform.fault = () => 'lost';
  await received(started);
  expect(await syncOf(started)).toBe('undecidable');
  const parked = (
    await bench.taskCenter.listTodos(benchTenant, { ...everything, sync: 'undecidable' }, null, 10)
  )._unsafeUnwrap();
  expect(parked.items).toHaveLength(1);
  (await bench.taskCenter.decide(benchTenant, id, null, 'agree', 'admin'))._unsafeUnwrap();
  expect([await syncOf(started), platform.remote.created(key)]).toEqual(['agreed', 1]);
  platform.fault = () => 'none';
  await bench.record([at(bench, sampleEvent('complete', -1))]);
  expect(await bench.settle()).toBe(true);
  expect(platform.remote.objects()).toMatchObject([{ state: 'done' }]);
  await bench.close();
});

test('MUST skip the back-off when a person says so', async () => {
  const started = await start();
  const { bench, platform } = started;
  platform.fault = () => 'failed';
  await bench.record([at(bench, sampleEvent('receive', -5))]);
  await bench.clock.advance(40_000);
  expect(await syncOf(started)).toBe('failing');
  platform.fault = () => 'none';
  (await bench.taskCenter.decide(benchTenant, id, 'fake', 'push-now', 'admin'))._unsafeUnwrap();
  await bench.clock.advance(100);
  expect(platform.remote.objects()).toHaveLength(1);
  expect((await bench.taskCenter.overview(benchTenant))._unsafeUnwrap().failures[0]).toMatchObject({
    platform: 'fake',
    outcome: 'failed',
    reason: 'it was down',
  });
  await bench.close();
});

test('MUST try again what was refused when the platform changes, and catch up when it is enabled', async () => {
  const started = await start();
  const { bench, platform } = started;
  platform.fault = () => 'refused';
  await received(started);
  expect(await syncOf(started)).toBe('refused');
  platform.fault = () => 'none';
  (
    await bench.taskCenter.changePlatform(benchTenant, 'fake', { baseUrl: 'https://new.example.edu' }, 1)
  )._unsafeUnwrap();
  expect(await bench.settle()).toBe(true);
  expect(platform.remote.objects()).toHaveLength(1);
  (await bench.taskCenter.changePlatform(benchTenant, 'fake', { enabled: false }, null))._unsafeUnwrap();
  await bench.record([
    at(bench, sampleEvent('complete', -3)),
    at(bench, sampleEvent('receive', -2, { task: sampleTask({ id: 'T-2' }) })),
  ]);
  await bench.clock.advance(5_000);
  expect(platform.remote.objects()).toMatchObject([{ state: 'open' }]);
  (await bench.taskCenter.changePlatform(benchTenant, 'fake', { enabled: true }, 3))._unsafeUnwrap();
  expect(await bench.settle()).toBe(true);
  expect(platform.remote.objects().map(({ state }) => state)).toEqual(['done', 'open']);
  expect(
    (await bench.taskCenter.changePlatform(benchTenant, 'fake', { name: 'late' }, 2))._unsafeUnwrapErr(),
  ).toMatchObject({ code: 'CONFLICT' });
  await bench.close();
});

test('MUST find by reading back what went away or was finished behind our back', async () => {
  const started = await start({ readBack: true, settlingMs: 0 });
  const { bench, platform } = started;
  await bench.record([
    at(bench, sampleEvent('receive', -9)),
    at(bench, sampleEvent('receive', -8, { task: sampleTask({ id: 'T-2' }) })),
  ]);
  expect(await bench.settle()).toBe(true);
  platform.remote.tamper(key, 'remove');
  platform.remote.tamper(key.replace('T-1', 'T-2'), 'finish');
  (await bench.taskCenter.startSweep(benchTenant, 'fake', 2, null, 'hand'))._unsafeUnwrap();
  expect(await bench.settle()).toBe(true);
  expect(
    platform.remote
      .objects()
      .map(({ key: of, state }) => `${of} ${state}`)
      .toSorted(),
  ).toEqual([`${key} open`, `${key.replace('T-1', 'T-2')} open`]);
  const [sweep] = (await bench.taskCenter.listSweeps(benchTenant, 'fake', 1))._unsafeUnwrap();
  expect(sweep).toMatchObject({ level: 2, state: 'finished', checked: 2, corrected: 2, scheduled: 2 });
  await bench.close();
});

test('MUST give a to-do its mirror by the sweep when following it was missed', async () => {
  const started = await start();
  const { bench, platform } = started;
  await received(started);
  await bench.transactor.run(({ mirrors }) => mirrors.forget(benchTenant, 'fake', 100));
  platform.remote.tamper(key, 'remove');
  (await bench.taskCenter.startSweep(benchTenant, null, 1, null, 'hand'))._unsafeUnwrap();
  expect(await bench.settle()).toBe(true);
  expect(platform.remote.objects()).toMatchObject([{ key, state: 'open' }]);
  await bench.close();
});

test('MUST start each level of the sweep when it is due, and no second one beside it', async () => {
  const { bench } = await start({ readBack: true });
  const tick = async (): Promise<number> => (await bench.taskCenter.scheduleSweeps())._unsafeUnwrap();
  const begun: number[] = [await tick(), await tick()];
  expect(await bench.settle()).toBe(true);
  await bench.clock.advance(601_000);
  begun.push(await tick(), await tick());
  expect(await bench.settle()).toBe(true);
  bench.clock.jump(6 * 3_600_000);
  begun.push(await tick());
  // The platform's own first sweep has just run: at first the second level alone is due.
  expect(begun).toEqual([1, 0, 1, 0, 2]);
  await bench.close();
});

test('MUST page through logs and to-dos with cursors, and refuse cursors of other lists', async () => {
  const started = await start();
  const { bench } = started;
  await bench.record(
    Array.from({ length: 5 }, (_, n) =>
      at(bench, sampleEvent('receive', -20 + n, { task: sampleTask({ id: `T-${n}` }) })),
    ),
  );
  expect(await bench.settle()).toBe(true);
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const from: string | null = cursor;
    const page: Page<TodoWithMarks> = (
      await bench.taskCenter.listTodos(benchTenant, everything, from, 2)
    )._unsafeUnwrap();
    seen.push(...page.items.map(({ todo }) => todo.taskId));
    cursor = page.nextCursor;
  } while (cursor !== null && seen.length < 20);
  expect(seen.toSorted()).toEqual(['T-0', 'T-1', 'T-2', 'T-3', 'T-4']);
  const filter = { platform: null, key: null, taskId: null, outcome: null, from: null, to: null };
  const log = (await bench.taskCenter.listPushLog(benchTenant, filter, null, 3))._unsafeUnwrap();
  const more = (await bench.taskCenter.listPushLog(benchTenant, filter, log.nextCursor, 3))._unsafeUnwrap();
  expect([...log.items, ...more.items].map(({ attempt }) => attempt.outcome)).toEqual(Array(5).fill('done'));
  expect(
    (await bench.taskCenter.listPushLog(benchTenant, { ...filter, taskId: 'T-3' }, null, 9))._unsafeUnwrap().items,
  ).toHaveLength(1);
  expect((await bench.taskCenter.listPushLog(benchTenant, filter, 'x', 3))._unsafeUnwrapErr()).toMatchObject({
    code: 'INVALID',
    pointer: '/cursor',
  });
  expect((await bench.taskCenter.listTodos(benchTenant, everything, '1:2', 3))._unsafeUnwrapErr()).toMatchObject({
    code: 'INVALID',
    pointer: '/cursor',
  });
  await bench.close();
});

test('MUST keep tenants apart', async () => {
  const started = await start();
  const { bench } = started;
  await received(started);
  const { taskCenter } = bench;
  expect((await taskCenter.showTodo('other', id))._unsafeUnwrapErr()).toMatchObject({ code: 'NOT_FOUND' });
  expect((await taskCenter.decide('other', id, null, 'withdraw', 'x'))._unsafeUnwrapErr()).toMatchObject({
    code: 'NOT_FOUND',
  });
  expect((await taskCenter.showPlatform('other', 'fake'))._unsafeUnwrapErr()).toMatchObject({ code: 'NOT_FOUND' });
  expect((await taskCenter.setLanePaused('other', 'push/fake', true))._unsafeUnwrapErr()).toMatchObject({
    code: 'NOT_FOUND',
  });
  expect((await taskCenter.listTodos('other', everything, null, 9))._unsafeUnwrap().items).toEqual([]);
  await bench.close();
});

test('MUST pause a lane and go on where it stood', async () => {
  const started = await start();
  const { bench, platform } = started;
  expect((await bench.taskCenter.setLanePaused(benchTenant, 'push/fake', true))._unsafeUnwrap().lane.paused).toBe(true);
  await bench.clock.advance(1_500);
  await bench.record([at(bench, sampleEvent('receive', -5))]);
  await bench.clock.advance(5_000);
  expect([
    platform.calls.length,
    (await bench.taskCenter.listLanes(benchTenant))._unsafeUnwrap().find(({ lane }) => lane.name === 'push/fake')?.depth
      .due,
  ]).toEqual([0, 1]);
  (await bench.taskCenter.setLanePaused(benchTenant, 'push/fake', false))._unsafeUnwrap();
  expect(await bench.settle()).toBe(true);
  expect(platform.remote.objects()).toHaveLength(1);
  await bench.close();
});

test('MUST forget a platform only when it is disabled', async () => {
  const started = await start();
  const { bench } = started;
  await received(started);
  expect((await bench.taskCenter.removePlatform(benchTenant, 'fake'))._unsafeUnwrapErr()).toMatchObject({
    code: 'CONFLICT',
  });
  (await bench.taskCenter.changePlatform(benchTenant, 'fake', { enabled: false }, null))._unsafeUnwrap();
  (await bench.taskCenter.removePlatform(benchTenant, 'fake'))._unsafeUnwrap();
  expect((await bench.taskCenter.listPlatforms(benchTenant))._unsafeUnwrap()).toEqual([]);
  expect((await bench.taskCenter.showTodo(benchTenant, id))._unsafeUnwrap().marks).toEqual([]);
  await bench.close();
});
