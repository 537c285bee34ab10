import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createJobs } from '../jobs/create-jobs.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { arbitraryCapabilities } from '../testing/task-center/arbitrary-capabilities.ts';
import { createFakePlatform, type FakePlatform } from '../testing/task-center/fake-platform.ts';
import { findDivergence, instancesOf } from '../testing/task-center/find-divergence.ts';
import { benchTenant, startTaskCenterBench, type TaskCenterBench } from '../testing/task-center/task-center-bench.ts';
import { createFakeDoorbell } from '../testing/work/fake-doorbell.ts';
import { arbitraryEngineHistory } from '../testing/workflow/arbitrary-engine-history.ts';
import { sampleEvent, samplePerson, sampleTask, sampleTime } from '../testing/workflow/sample-events.ts';
import type { PlatformCapabilities } from './platform.ts';
import type { TodoFilter } from './ports.ts';
import type { RepushMode } from './repush.ts';

declare const setImmediate: (run: () => void) => void;

const rest = (): Promise<void> => new Promise((done) => setImmediate(() => done()));

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

interface World {
  readonly bench: TaskCenterBench;
  readonly platform: FakePlatform;
  readonly jobs: Jobs;
}

const start = async (
  capabilities: Partial<PlatformCapabilities>,
  namesIds = false,
  showFinished = true,
): Promise<World> => {
  const made: FakePlatform[] = [];
  const bench = await startTaskCenterBench(
    rest,
    (clock) => {
      made.push(createFakePlatform({ clock, name: 'fake', capabilities, namesIds }));
      return made.map(({ kind }) => kind);
    },
    { fake: { showFinished, batchSize: capabilities.maxBatch ?? 1 } },
  );
  const [platform] = made;
  if (platform === undefined) throw new Error('no platform');
  const { transactor, clock, taskCenter } = bench;
  const jobs = createJobs({
    transactor,
    clock,
    doorbell: createFakeDoorbell(),
    ids: { next: () => 'unused' },
    kinds: taskCenter.jobKinds,
  });
  return { bench, platform, jobs };
};

/** A to-do for each of so many people. */
const receive = async ({ bench }: World, people: number): Promise<void> => {
  const ids = Array.from({ length: people }, (_, index) => `T${String(index + 1).padStart(3, '0')}`);
  await bench.record(
    ids.map((person) => {
      const event = sampleEvent('receive', -60, {
        task: sampleTask({ id: `S-1-${person}`, assignees: [samplePerson(person)] }),
      });
      return { ...event, eventId: `e-${person}`, occurredAt: event.occurredAt - sampleTime + bench.clock.now() };
    }),
  );
  expect(await bench.settle()).toBe(true);
};

const repush = async (
  { bench, jobs }: World,
  mode: RepushMode,
  filter: Partial<TodoFilter> = {},
  perSecond = 500,
): Promise<{ readonly id: string; state(): Promise<string>; done(): Promise<number> }> => {
  const request = { filter: { ...everything, ...filter }, mode, perSecond };
  const { id } = (await bench.taskCenter.startRepush(benchTenant, request, 'admin'))._unsafeUnwrap();
  const job = async () => (await jobs.show(benchTenant, id))._unsafeUnwrap().shown.job;
  return { id, state: async () => (await job()).state, done: async () => (await job()).done };
};

test('MUST bring back what a platform has lost, whatever it is capable of, and make nothing twice', async () => {
  await fc.assert(
    fc.asyncProperty(
      arbitraryEngineHistory({
        base: 1_767_225_600_000 - 3_600_000,
        instances: 2,
        tasksPerInstance: 2,
        minEvents: 2,
        maxEvents: 8,
        assertions: true,
      }),
      arbitraryCapabilities(),
      fc.boolean(),
      fc.boolean(),
      fc.boolean(),
      async (events, capabilities, namesIds, showFinished, loses) => {
        const world = await start(capabilities, namesIds, showFinished);
        const { bench, platform } = world;
        await bench.record(events);
        expect(await bench.settle()).toBe(true);
        const before = platform.remote.objects().map(({ key, state }) => `${key} ${state}`);
        if (loses) for (const { key } of platform.remote.objects()) platform.remote.tamper(key, 'remove');
        const job = await repush(world, 'all');
        expect(await bench.settle()).toBe(true);
        const after = platform.remote.objects().map(({ key, state }) => `${key} ${state}`);
        expect(await job.state()).toBe('finished');
        expect(after.toSorted()).toEqual(before.toSorted());
        const wrong = await findDivergence(bench, platform, await instancesOf(bench), { showFinished, rules: [] });
        // What the platform lost by itself was made a second time, as it should be.
        expect(wrong.filter((words) => !(loses && words.includes('created 2 times')))).toEqual([]);
        await bench.close();
      },
    ),
    { numRuns: 60 },
  );
});

test('MUST count beforehand exactly what it schedules, and push nothing that agrees unless asked for all', async () => {
  const world = await start({});
  const { bench, platform, jobs } = world;
  await receive(world, 5);
  platform.fault = () => 'refused';
  await bench.record([
    {
      ...sampleEvent('receive', -30, {
        task: sampleTask({ id: 'S-1-other', assignees: [samplePerson('T900')] }),
      }),
      eventId: 'e-other',
      occurredAt: bench.clock.now() - 1_000,
    },
  ]);
  expect(await bench.settle()).toBe(true);
  platform.fault = () => 'none';
  const preview = async (mode: RepushMode) =>
    (await bench.taskCenter.previewRepush(benchTenant, { filter: everything, mode }))._unsafeUnwrap();
  expect(await preview('behind')).toEqual({
    found: {
      todos: 6,
      more: false,
      marks: [
        { platform: 'fake', sync: 'agreed', count: 5 },
        { platform: 'fake', sync: 'refused', count: 1 },
      ],
    },
    objects: 1,
  });
  expect((await preview('all')).objects).toBe(6);
  const calls = platform.calls.length;
  const { id } = await repush(world, 'behind');
  expect(await bench.settle()).toBe(true);
  expect(platform.calls.slice(calls).map(({ key }) => key)).toEqual([expect.stringContaining('S-1-other')]);
  const { job } = (await jobs.show(benchTenant, id))._unsafeUnwrap().shown;
  expect(job).toMatchObject({
    state: 'finished',
    done: 6,
    total: 6,
    counts: { scheduled: 1, passedOver: 5 },
    by: 'admin',
  });
  await bench.close();
});

test('MUST leave alone what somebody decided, and keep to the platform that was named', async () => {
  const world = await start({});
  const { bench, platform } = world;
  await receive(world, 2);
  const [first] = (await bench.taskCenter.listTodos(benchTenant, everything, null, 10))._unsafeUnwrap().items;
  const id = `${first?.todo.taskId}:${first?.todo.assignee.id}`;
  (await bench.taskCenter.decide(benchTenant, id, 'fake', 'ignore', 'admin'))._unsafeUnwrap();
  expect(await bench.settle()).toBe(true);
  const calls = platform.calls.length;
  await repush(world, 'all', { platform: 'fake' });
  expect(await bench.settle()).toBe(true);
  expect(platform.calls.length - calls).toBe(1);
  const elsewhere = { filter: { ...everything, platform: 'other' }, mode: 'all', perSecond: 5 } as const;
  expect((await bench.taskCenter.startRepush(benchTenant, elsewhere, 'admin'))._unsafeUnwrapErr()).toMatchObject({
    code: 'NOT_FOUND',
  });
  await bench.close();
});

test('MUST keep to its rate, stop where it is paused, go on where it stopped, and survive the loss of its worker', async () => {
  const world = await start({});
  const { bench, platform, jobs } = world;
  await receive(world, 30);
  const calls = platform.calls.length;
  const began = bench.clock.monotonic();
  const job = await repush(world, 'all', {}, 2);
  expect(await bench.clock.until(() => platform.calls.length - calls >= 10, 60_000)).toBe(true);
  expect(bench.clock.monotonic() - began).toBeGreaterThan(3_900);
  (await jobs.pause(benchTenant, job.id, 'admin'))._unsafeUnwrap();
  expect(await bench.settle()).toBe(true);
  const paused = platform.calls.length - calls;
  expect(paused).toBeLessThan(16);
  expect(await job.state()).toBe('paused');
  (await jobs.resume(benchTenant, job.id, 'admin'))._unsafeUnwrap();
  expect(await bench.clock.until(() => platform.calls.length - calls > paused, 60_000)).toBe(true);
  await bench.crash();
  expect(await bench.settle()).toBe(true);
  expect(await job.state()).toBe('finished');
  expect(await job.done()).toBe(30);
  expect(new Set(platform.calls.slice(calls).map(({ key }) => key)).size).toBe(30);
  expect(bench.clock.monotonic() - began).toBeGreaterThan(14_000);
  await bench.close();
});

test('MUST end at once when it is cancelled, and say so', async () => {
  const world = await start({});
  const { bench, platform, jobs } = world;
  await receive(world, 20);
  const calls = platform.calls.length;
  const job = await repush(world, 'all', {}, 1);
  expect(await bench.clock.until(() => platform.calls.length - calls >= 3, 60_000)).toBe(true);
  (await jobs.cancel(benchTenant, job.id, 'admin'))._unsafeUnwrap();
  expect(await bench.settle()).toBe(true);
  expect(await job.state()).toBe('cancelled');
  expect(platform.calls.length - calls).toBeLessThan(8);
  await bench.close();
});

test('MUST take only instances that stand as asked for', async () => {
  const world = await start({});
  const { bench, platform } = world;
  await receive(world, 2);
  const calls = platform.calls.length;
  await repush(world, 'all', { instanceStatus: 'completed' });
  expect(await bench.settle()).toBe(true);
  expect(platform.calls.length).toBe(calls);
  await repush(world, 'all', { instanceStatus: 'running' });
  expect(await bench.settle()).toBe(true);
  expect(platform.calls.length).toBe(calls + 2);
  await bench.close();
});
