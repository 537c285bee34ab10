import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createApplication, type Application } from '../application.ts';
import { createMemoryPorts } from '../memory/memory-ports.ts';
import { createFakeClock, type FakeClock } from '../testing/fake-clock.ts';
import { createFakeEngine, type FakeEngine, type FakeEngineTask } from '../testing/sources/fake-engine.ts';
import type { SourceDraft } from './sources.ts';

declare const setImmediate: (run: () => void) => void;

const rest = (): Promise<void> => new Promise((done) => setImmediate(() => done()));
const tenant = 'default';

interface World {
  readonly clock: FakeClock;
  readonly engine: FakeEngine;
  readonly application: Application;
  /** The open tasks here, as `id person,person`. */
  open(): Promise<readonly string[]>;
  tick(): Promise<void>;
  pass(ms: number): Promise<void>;
  latest(kind: string): Promise<string | undefined>;
  close(): Promise<void>;
}

const start = async (draft: Partial<SourceDraft>): Promise<World> => {
  const clock = createFakeClock(rest);
  const engine = createFakeEngine();
  const ports = createMemoryPorts(clock);
  const application = createApplication({
    ...ports,
    clock,
    kinds: [],
    sourceKinds: [engine.kind],
    timezone: 'Asia/Shanghai',
  });
  const { sources } = application;
  (await sources.create(tenant, { code: 'oa', kind: 'fake', name: '办公系统', ...draft }))._unsafeUnwrap();
  const worker = application.createWorker();
  (await worker.start())._unsafeUnwrap();
  const tick = async (): Promise<void> => void (await application.scheduleSweeps())._unsafeUnwrap();
  return {
    clock,
    engine,
    application,
    open: async () => {
      const scope = { processId: null, assigneeId: null, status: 'initialized', changedSince: null } as const;
      const page = (
        await ports.transactor.run(({ workflow }) => workflow.pageTasks(tenant, scope, null, 1_000))
      )._unsafeUnwrap();
      return page.map(
        ({ task }) =>
          `${task.id} ${task.assignees
            .flatMap(({ person, state }) => (state === 'withdrawn' ? [] : [person.id]))
            .toSorted()
            .join()}`,
      );
    },
    tick,
    pass: async (ms) => {
      const end = clock.monotonic() + ms;
      while (clock.monotonic() < end) {
        await tick();
        await clock.until(() => clock.monotonic() >= end, Math.min(60_000, end - clock.monotonic()));
      }
    },
    latest: async (kind) => {
      const filter = { kinds: [kind], subject: null, states: null };
      return (await application.jobs.list(tenant, filter, null, 1))._unsafeUnwrap().items[0]?.job.id;
    },
    close: async () => {
      await worker.stop(1_000);
    },
  };
};

const taskAt = (world: World, taskId: string, fields: Partial<FakeEngineTask> = {}): FakeEngineTask => ({
  taskId,
  processId: 'leave',
  subject: '张三的请假申请',
  assignees: ['T001'],
  status: 'initialized',
  createdAt: world.clock.now() - 3_600_000,
  changedAt: world.clock.now(),
  ...fields,
});

const openThere = ({ engine }: World): readonly string[] =>
  engine
    .tasks()
    .filter(({ status }) => status === 'initialized')
    .map(({ taskId, assignees }) => `${taskId} ${assignees.toSorted().join()}`)
    .toSorted();

const change = fc.record({
  task: fc.constantFrom('A', 'b', 'C-1', '任务', 'é', 'T-10', 'T-9'),
  assignees: fc.uniqueArray(fc.constantFrom('T001', 'T002', 'T003'), { minLength: 1, maxLength: 3 }),
  status: fc.constantFrom('initialized' as const, 'initialized' as const, 'completed' as const, 'aborted' as const),
  passMs: fc.constantFrom(0, 1, 20_000, 90_000),
  fault: fc.constantFrom(null, null, null, 'SOURCE_UNAVAILABLE' as const, 'SOURCE_REFUSED' as const),
});

test('MUST come to show what the engine has open, whatever changes and fails in between', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(change, { minLength: 1, maxLength: 12 }),
      fc.constantFrom(10, 500),
      async (changes, batch) => {
        const world = await start({ poll: { everyMs: 5_000, overlapMs: 60_000, batch } });
        const { engine } = world;
        for (const { task, assignees, status, passMs, fault } of changes) {
          engine.fault = () => fault;
          engine.put(taskAt(world, task, { assignees, status }));
          await world.pass(passMs);
        }
        engine.fault = () => null;
        await world.pass(120_000);
        expect((await world.open()).toSorted()).toEqual(openThere(world));
        expect(engine.largest()).toBeLessThanOrEqual(batch);
        await world.close();
      },
    ),
    { numRuns: 40 },
  );
});

test('MUST read thousands of changes in pages of bounded size, and go on where it stopped after a crash', async () => {
  const world = await start({ poll: { everyMs: 5_000, overlapMs: 0, batch: 50 } });
  const { engine } = world;
  const begun = world.clock.now();
  for (let index = 0; index < 1_200; index += 1)
    // Many at the same instant: a page must be able to end among them.
    engine.put(taskAt(world, `T-${index}`, { changedAt: begun - 100_000 + Math.floor(index / 400) * 1_000 }));
  await world.pass(20_000);
  expect(await world.open()).toHaveLength(1_000);
  expect((await world.application.workflow.showTask(tenant, 'T-1199')).isOk()).toBe(true);
  expect(engine.largest()).toBe(50);
  // 24 full pages, those of the last instant perhaps once more, then rounds of one question each.
  expect(engine.asked.changes).toBeLessThan(24 + 9 + 10);
  await world.close();
});

test('MUST say once that the engine does not answer, and that it does again, and lose nothing', async () => {
  const world = await start({ poll: { everyMs: 1_000 } });
  const { engine, application } = world;
  engine.put(taskAt(world, 'A'));
  await world.pass(5_000);
  engine.fault = () => 'SOURCE_UNAVAILABLE';
  engine.put(taskAt(world, 'B'));
  await world.pass(300_000);
  expect(await world.open()).toEqual(['A T001']);
  engine.fault = () => null;
  await world.pass(120_000);
  expect(await world.open()).toEqual(['A T001', 'B T001']);
  const id = (await world.latest('poll')) ?? '';
  const { lines, shown } = (await application.jobs.show(tenant, id))._unsafeUnwrap();
  const words = lines.map(({ text }) => text);
  expect(words.filter((text) => text.includes('does not answer'))).toHaveLength(1);
  expect(words.filter((text) => text.includes('answers again'))).toHaveLength(1);
  expect(shown.job.state).toBe('running');
  await world.close();
});

test('MUST end a poll when its source is switched off, and begin another when it is switched on', async () => {
  const world = await start({ poll: { everyMs: 1_000 } });
  const { application, engine } = world;
  await world.pass(70_000);
  const switchTo = async (revision: number, enabled: boolean): Promise<void> =>
    void (await application.sources.change(tenant, 'oa', revision, { enabled }))._unsafeUnwrap();
  await switchTo(1, false);
  await world.pass(120_000);
  engine.put(taskAt(world, 'A'));
  const asked = engine.asked.changes;
  await world.pass(120_000);
  expect(engine.asked.changes).toBe(asked);
  await switchTo(2, true);
  await world.pass(120_000);
  expect(await world.open()).toEqual(['A T001']);
  await world.close();
});

test('MUST take what can be read and name what cannot', async () => {
  const world = await start({ poll: { everyMs: 1_000 } });
  const { engine, application } = world;
  engine.put(taskAt(world, 'good'));
  engine.put(taskAt(world, 'bad', { subject: '' }));
  await world.pass(70_000);
  expect(await world.open()).toEqual(['good T001']);
  const id = (await world.latest('poll')) ?? '';
  const { lines } = (await application.jobs.show(tenant, id))._unsafeUnwrap();
  expect(lines.map(({ text }) => text)).toContainEqual(expect.stringMatching(/^task bad: subject .*required/u));
  await world.close();
});

test('MUST close what the engine has lost without a word, leave other processes alone, and bring back what it has', async () => {
  const world = await start({
    poll: null,
    sweep: { everyMs: 600_000, missing: 'aborted', batch: 10 },
    processIds: ['leave', 'travel'],
  });
  const { engine, application } = world;
  const told = (taskId: string, processId: string, at: number) => ({
    ...taskAt(world, taskId),
    instance: {
      id: `I-${taskId}`,
      processId,
      processName: '请假审批',
      processVersion: null,
      category: null,
      subject: '张三的请假申请',
      status: null,
      initiator: null,
      startedAt: null,
      endedAt: null,
    },
    task: {
      id: taskId,
      nodeId: 'n1',
      nodeName: '审批',
      subject: '张三的请假申请',
      sceneCode: null,
      taskType: null,
      urgency: 'normal' as const,
      completion: 'any' as const,
      assignees: [{ id: 'T001', name: 'T001', department: null }],
      links: { pc: 'https://oa.example.edu/t', mobile: null },
      createdAt: at,
      dueAt: null,
    },
    status: 'initialized' as const,
    done: [],
    at,
  });
  const long = world.clock.now() - 3_600_000;
  const tasks = [
    told('lost', 'leave', long),
    told('lost-2', 'travel', long),
    told('foreign', 'seal', long),
    told('kept', 'leave', long),
  ];
  (await application.workflow.tellTasks(tenant, tasks, 'engine'))._unsafeUnwrap();
  engine.put(taskAt(world, 'kept'));
  for (let index = 0; index < 25; index += 1) engine.put(taskAt(world, `new-${index}`));
  await world.pass(120_000);
  const open = await world.open();
  expect(open).toHaveLength(27);
  expect(open).toContain('foreign T001');
  expect(open).not.toContain('lost T001');
  expect(open).not.toContain('lost-2 T001');
  const lost = (await application.workflow.showTask(tenant, 'lost'))._unsafeUnwrap();
  expect(lost.task.status).toBe('aborted');
  await world.close();
});

test('MUST ask before it closes suspiciously much, and go on or leave it as it is told', async () => {
  const world = await start({ poll: { everyMs: 1_000 }, sweep: { everyMs: 600_000 } });
  const { engine, application } = world;
  for (let index = 0; index < 40; index += 1) engine.put(taskAt(world, `T-${index}`));
  await world.pass(70_000);
  expect(await world.open()).toHaveLength(40);
  for (let index = 0; index < 20; index += 1) engine.remove(`T-${index}`);
  await world.pass(700_000);
  expect(await world.open()).toHaveLength(40);
  const id = (await world.latest('engine-sweep')) ?? '';
  const asked = (await application.jobs.show(tenant, id))._unsafeUnwrap();
  expect(asked.shown.job).toMatchObject({ state: 'paused', counts: { open: 40, missing: 20 } });
  expect(asked.lines.at(-1)?.text).toMatch(/20 of 40 open tasks are not open at the engine/u);
  expect((await application.sources.startSweep(tenant, 'oa', 'admin'))._unsafeUnwrapErr()).toMatchObject({
    code: 'CONFLICT',
  });
  // What came back while somebody was asked stays.
  for (const number of [0, 1, 2]) engine.put(taskAt(world, `T-${number}`, { changedAt: world.clock.now() - 600_000 }));
  (await application.jobs.resume(tenant, id, 'admin'))._unsafeUnwrap();
  await world.pass(60_000);
  expect(await world.open()).toHaveLength(23);
  const { shown } = (await application.jobs.show(tenant, id))._unsafeUnwrap();
  expect(shown.job).toMatchObject({ state: 'finished', counts: { closed: 17 } });
  await world.close();
});

test('MUST close nothing when the engine breaks off in the middle of its list', async () => {
  const world = await start({ poll: { everyMs: 1_000 }, sweep: { everyMs: 600_000, batch: 10 } });
  const { engine } = world;
  for (let index = 0; index < 25; index += 1) engine.put(taskAt(world, `T-${10 + index}`));
  await world.pass(70_000);
  engine.remove('T-34');
  let questions = 0;
  engine.fault = () => ((questions += 1) > 1 ? 'SOURCE_UNAVAILABLE' : null);
  await world.pass(900_000);
  expect(await world.open()).toHaveLength(25);
  engine.fault = () => null;
  await world.pass(900_000);
  expect(await world.open()).toHaveLength(24);
  await world.close();
});

test('MUST not ask for the same page again and again when the engine ignores where to go on', async () => {
  const world = await start({ poll: { everyMs: 1_000, batch: 10 }, sweep: { everyMs: 60_000, batch: 10 } });
  const { engine, application } = world;
  engine.stuck = true;
  for (let index = 0; index < 30; index += 1) engine.put(taskAt(world, `T-${index}`));
  await world.pass(300_000);
  expect(engine.asked.changes + engine.asked.open).toBeLessThan(60);
  const poll = (await application.jobs.show(tenant, (await world.latest('poll')) ?? ''))._unsafeUnwrap();
  expect(poll.lines.map(({ text }) => text)).toContainEqual(expect.stringContaining('the same page again'));
  const sweep = (await application.jobs.show(tenant, (await world.latest('engine-sweep')) ?? ''))._unsafeUnwrap();
  expect(sweep.shown.job).toMatchObject({ state: 'failed', failure: expect.stringContaining('the same page again') });
  expect(await world.open()).toHaveLength(9);
  await world.close();
});

test('MUST go on past a row that is stamped with the future, and past ids that no store can hold', async () => {
  const world = await start({ poll: { everyMs: 1_000, overlapMs: 0 }, sweep: { everyMs: 60_000 } });
  const { engine } = world;
  engine.put(taskAt(world, 'A'));
  engine.put(taskAt(world, 'future', { changedAt: world.clock.now() + 86_400_000 }));
  engine.put(taskAt(world, 'odd\u0000id'));
  await world.pass(70_000);
  engine.put(taskAt(world, 'B'));
  await world.pass(70_000);
  expect((await world.open()).filter((task) => !task.startsWith('future'))).toEqual(['A T001', 'B T001']);
  expect(
    await world.application.jobs.list(tenant, { kinds: null, subject: null, states: ['failed'] }, null, 10),
  ).toMatchObject({
    value: { items: [] },
  });
  await world.close();
});

test('MUST ask for everything from an engine that gives less at once than it was asked for', async () => {
  const world = await start({ poll: { everyMs: 1_000, batch: 100 } });
  const { engine } = world;
  engine.atMost = 7;
  for (let index = 0; index < 30; index += 1) engine.put(taskAt(world, `T-${10 + index}`));
  await world.pass(10_000);
  expect(await world.open()).toHaveLength(30);
  await world.close();
});

test('MUST ask before it closes everything there is, however little that is', async () => {
  const world = await start({ poll: { everyMs: 1_000 }, sweep: { everyMs: 60_000 } });
  const { engine } = world;
  for (const id of ['A', 'B', 'C']) engine.put(taskAt(world, id));
  await world.pass(5_000);
  for (const id of ['A', 'B', 'C']) engine.remove(id);
  await world.pass(300_000);
  expect(await world.open()).toHaveLength(3);
  await world.close();
});

test('MUST refuse two sources that would close each other’s tasks', async () => {
  const world = await start({ sweep: {}, processIds: ['leave'] });
  const { sources } = world.application;
  await world.pass(5_000);
  const other = { code: 'other', kind: 'fake', sweep: {} };
  expect((await sources.create(tenant, other))._unsafeUnwrapErr()).toMatchObject({
    code: 'INVALID',
    pointer: '/processIds',
  });
  expect(
    (await sources.create(tenant, { ...other, processIds: ['travel', 'leave'] }))._unsafeUnwrapErr(),
  ).toMatchObject({
    pointer: '/processIds',
  });
  expect((await sources.create(tenant, { ...other, processIds: ['travel'] })).isOk()).toBe(true);
  await world.pass(5_000);
  await world.close();
});
