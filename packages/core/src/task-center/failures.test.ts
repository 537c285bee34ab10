import { expect, test } from 'vitest';
import { createFakePlatform, type FakePlatform } from '../testing/task-center/fake-platform.ts';
import { benchTenant, startTaskCenterBench, type TaskCenterBench } from '../testing/task-center/task-center-bench.ts';
import { sampleEvent, sampleTime } from '../testing/workflow/sample-events.ts';
import type { EngineEvent } from '../workflow/model.ts';
import type { FailureRef, GroupDecision } from './failures.ts';
import type { PlatformCapabilities } from './platform.ts';

declare const setImmediate: (run: () => void) => void;

const rest = (): Promise<void> => new Promise((done) => setImmediate(() => done()));

const start = async (
  capabilities: Partial<PlatformCapabilities> = {},
): Promise<{ readonly bench: TaskCenterBench; readonly platform: FakePlatform }> => {
  const made: FakePlatform[] = [];
  const bench = await startTaskCenterBench(rest, (clock) => {
    made.push(createFakePlatform({ clock, name: 'fake', capabilities }));
    return made.map(({ kind }) => kind);
  });
  const [platform] = made;
  if (platform === undefined) throw new Error('no platform');
  expect(await bench.settle()).toBe(true);
  return { bench, platform };
};

/** A task of an instance of its own, received. */
const received = (bench: TaskCenterBench, number: number): EngineEvent => {
  const event = sampleEvent('receive', -60);
  return {
    ...event,
    eventId: `evt-${number}`,
    occurredAt: event.occurredAt - sampleTime + bench.clock.now(),
    instance: { ...event.instance, id: `S-${number}` },
    task: event.task === null ? null : { ...event.task, id: `T-${number}` },
  };
};

const report = async (bench: TaskCenterBench, count: number): Promise<void> => {
  await bench.record(Array.from({ length: count }, (_, index) => received(bench, index + 1)));
  expect(await bench.settle()).toBe(true);
};

const groupsOf = async (bench: TaskCenterBench) =>
  (await bench.taskCenter.listFailures(benchTenant))._unsafeUnwrap().map(({ platform, standing, cause, count }) => ({
    platform,
    standing,
    cause,
    count,
  }));

const decide = async (
  bench: TaskCenterBench,
  group: FailureRef,
  decision: GroupDecision,
  options: { readonly trial?: boolean; readonly cursor?: string | null } = {},
) =>
  (
    await bench.taskCenter.decideFailures(
      benchTenant,
      group,
      decision,
      { trial: false, cursor: null, ...options },
      '张三',
    )
  )._unsafeUnwrap();

const refused: FailureRef = { platform: 'fake', standing: 'refused', cause: 'it wants nothing of this' };

test('MUST put what a platform refuses together by its cause, with a to-do to know it by', async () => {
  const { bench, platform } = await start();
  platform.fault = (_operation, key) => (key.includes('S-3') ? 'none' : 'refused');
  await report(bench, 3);
  expect(await groupsOf(bench)).toEqual([{ ...refused, count: 2 }]);
  const [group] = (await bench.taskCenter.listFailures(benchTenant))._unsafeUnwrap();
  expect(group).toMatchObject({
    words: 'it wants nothing of this',
    uncertain: 0,
    sample: { todos: [{ taskId: 'T-1' }], todoCount: 1, attempts: [{ outcome: 'refused' }] },
  });
  expect(group?.oldest).toBeLessThanOrEqual(group?.newest ?? 0);
  await bench.close();
});

test('MUST list the objects of a group page by page', async () => {
  const { bench, platform } = await start();
  platform.fault = () => 'refused';
  await report(bench, 3);
  const first = (await bench.taskCenter.listFailed(benchTenant, refused, null, 2))._unsafeUnwrap();
  const second = (await bench.taskCenter.listFailed(benchTenant, refused, first.nextCursor, 2))._unsafeUnwrap();
  expect([...first.items, ...second.items].map(({ todos }) => todos[0]?.taskId)).toEqual(['T-1', 'T-2', 'T-3']);
  expect(second.nextCursor).toBeNull();
  const wrong = await bench.taskCenter.listFailed(benchTenant, refused, 'a:b', 2);
  expect(wrong._unsafeUnwrapErr()).toMatchObject({ code: 'INVALID', pointer: '/cursor' });
  const elsewhere = await bench.taskCenter.listFailed(benchTenant, { ...refused, platform: 'none' }, null, 2);
  expect(elsewhere._unsafeUnwrapErr().code).toBe('NOT_FOUND');
  await bench.close();
});

test('MUST change nothing at a trial, and push the whole group when told to', async () => {
  const { bench, platform } = await start();
  platform.fault = () => 'refused';
  await report(bench, 4);
  const sent = platform.calls.length;
  expect(await decide(bench, refused, 'push-now', { trial: true })).toEqual({
    matched: 4,
    decided: 0,
    skipped: 0,
    nextCursor: null,
  });
  expect(await bench.settle()).toBe(true);
  expect(platform.calls).toHaveLength(sent);
  platform.fault = () => 'none';
  expect(await decide(bench, refused, 'push-now')).toMatchObject({ matched: 4, decided: 4, nextCursor: null });
  expect(await bench.settle()).toBe(true);
  expect(platform.remote.objects()).toHaveLength(4);
  expect(await groupsOf(bench)).toEqual([]);
  const log = (
    await bench.taskCenter.listChangeLog(benchTenant, { taskId: 'T-2', assigneeId: null, instanceId: null }, null, 10)
  )._unsafeUnwrap();
  expect(log.items[0]).toMatchObject({ cause: 'push-now', by: '张三', platform: 'fake' });
  expect(await decide(bench, refused, 'push-now')).toMatchObject({ matched: 0, decided: 0 });
  await bench.close();
});

test.each([
  ['ignore', 'ignored', 0],
  ['withdraw', 'withdrawn', 0],
  ['agree', 'agreed', 0],
] as const)('MUST %s a whole group', async (decision, sync, left) => {
  const { bench, platform } = await start();
  platform.fault = () => 'refused';
  await report(bench, 3);
  platform.fault = () => 'none';
  expect(await decide(bench, refused, decision)).toMatchObject({ matched: 3, decided: 3, skipped: 0 });
  expect(await bench.settle()).toBe(true);
  expect(await groupsOf(bench)).toHaveLength(left);
  const shown = (await bench.taskCenter.showTodo(benchTenant, 'T-3:T001'))._unsafeUnwrap();
  expect(shown.marks.map((mark) => mark.sync)).toEqual([sync]);
  await bench.close();
});

test('MUST bring along the instance that a group waits for in vain', async () => {
  const { bench, platform } = await start({ units: ['instance', 'assignee'] });
  platform.fault = (_operation, key) => (key.startsWith('instance:') ? 'refused' : 'none');
  await report(bench, 1);
  const waiting = (await groupsOf(bench)).find(({ cause }) => cause.startsWith('its instance is parked'));
  if (waiting === undefined) throw new Error('nothing waits for an instance');
  platform.fault = () => 'none';
  await decide(bench, waiting, 'push-now');
  expect(await bench.settle()).toBe(true);
  expect(await groupsOf(bench)).toEqual([]);
  expect(platform.remote.objects()).toHaveLength(2);
  await bench.close();
});

test('MUST say what needs a person, the most urgent first, and that all is well', async () => {
  const { bench, platform } = await start({ identity: false });
  const attention = async () => (await bench.taskCenter.attention(benchTenant))._unsafeUnwrap();
  expect(await attention()).toEqual([]);
  platform.fault = (_operation, key) => (key.includes('S-1') ? 'lost' : 'refused');
  await report(bench, 3);
  (await bench.taskCenter.setLanePaused(benchTenant, 'push/fake', true))._unsafeUnwrap();
  expect(await attention()).toMatchObject([
    { kind: 'undecidable', platform: 'fake', count: 1, causes: 1 },
    { kind: 'refused', platform: 'fake', count: 2, causes: 1, cause: 'it wants nothing of this' },
    { kind: 'paused', platform: 'fake', lane: 'push/fake' },
  ]);
  (await bench.taskCenter.setLanePaused(benchTenant, 'push/fake', false))._unsafeUnwrap();
  (await bench.taskCenter.changePlatform(benchTenant, 'fake', { enabled: false }, null))._unsafeUnwrap();
  expect(await attention()).toMatchObject([{ kind: 'disabled', platform: 'fake' }]);
  await bench.close();
});

test('MUST say that nobody works on what is due', async () => {
  const { bench } = await start();
  await bench.close();
  await bench.record([received(bench, 1)]);
  await bench.clock.advance(10 * 60_000);
  expect((await bench.taskCenter.attention(benchTenant))._unsafeUnwrap()).toMatchObject([
    { kind: 'stuck', platform: 'fake', waiting: 1 },
  ]);
});
