import { describe, expect, test } from 'vitest';
import {
  createFakePlatform,
  type FakePlatform,
  type FakePlatformOptions,
} from '../testing/task-center/fake-platform.ts';
import { benchTenant, startTaskCenterBench, type TaskCenterBench } from '../testing/task-center/task-center-bench.ts';
import { sampleEvent, sampleTask } from '../testing/workflow/sample-events.ts';
import type { Job } from '../jobs/job.ts';
import type { Sweep } from './ports.ts';

declare const setImmediate: (run: () => void) => unknown;
const rest = (): Promise<void> => new Promise((done) => void setImmediate(done));

interface Started {
  readonly bench: TaskCenterBench;
  readonly platform: FakePlatform;
}

/** A platform that shows this many to-dos. */
const start = async (todos: number, options: Partial<FakePlatformOptions> = {}): Promise<Started> => {
  const capabilities = { readBack: true, settlingMs: 0 };
  const made: { platform?: FakePlatform } = {};
  const bench = await startTaskCenterBench(rest, (clock) => [
    (made.platform = createFakePlatform({ clock, name: 'fake', capabilities, ...options })).kind,
  ]);
  const { platform } = made;
  if (platform === undefined) throw new Error('no platform');
  const now = bench.clock.now();
  await bench.record(
    Array.from({ length: todos }, (_, index) => ({
      ...sampleEvent('receive', 0, { eventId: `evt-${index}`, task: sampleTask({ id: `T-${index}` }) }),
      occurredAt: now - 60_000 + index,
    })),
  );
  expect(await bench.settle()).toBe(true);
  expect(platform.remote.objects()).toHaveLength(todos);
  return { bench, platform };
};

const sweep = async ({ bench }: Started, level: 1 | 2): Promise<Sweep> => {
  const [begun] = (await bench.taskCenter.startSweep(benchTenant, 'fake', level, null, 'hand', '张三'))._unsafeUnwrap();
  if (begun === undefined) throw new Error('no sweep');
  return begun;
};

const shown = async (
  { bench }: Started,
  { id }: Sweep,
): Promise<{ readonly job: Job; readonly texts: readonly string[] }> => {
  const { shown: found, lines } = (await bench.jobs.show(benchTenant, id))._unsafeUnwrap();
  return { job: found.job, texts: lines.map(({ text }) => text) };
};

describe('A sweep', () => {
  test('MUST say what it found, as a job of its own kind', async () => {
    const started = await start(3);
    const { bench, platform } = started;
    await bench.transactor.run(({ mirrors }) => mirrors.forget(benchTenant, 'fake', 2));
    for (const { key } of platform.remote.objects()) platform.remote.tamper(key, 'remove');
    const first = await sweep(started, 1);
    expect(first).toMatchObject({ level: 1, by: '张三', reason: 'hand', state: 'running', checked: 0 });
    expect(await bench.settle()).toBe(true);
    const { job, texts } = await shown(started, first);
    expect(job).toMatchObject({ kind: 'sweep', subject: 'fake', state: 'finished', done: 3, total: 3 });
    expect(texts).toEqual(['2 objects differed; scheduled', 'finished: 3 objects checked, 2 scheduled, 0 corrected']);
    const second = await sweep(started, 2);
    expect(await bench.settle()).toBe(true);
    expect(platform.remote.objects()).toHaveLength(3);
    expect((await shown(started, second)).texts).toEqual([
      '1 object shows something else than was confirmed; corrected and scheduled',
      'finished: 3 objects checked, 1 scheduled, 1 corrected',
    ]);
    await bench.close();
  });

  test('MUST say in whole what it goes over, and stop and go on as people say', async () => {
    const started = await start(120, { latencyMs: 500 });
    const { bench } = started;
    const { id } = await sweep(started, 2);
    await bench.clock.until(() => false, 8_000);
    const { job } = await shown(started, { id } as Sweep);
    expect(job).toMatchObject({ state: 'running', done: 50, total: 120 });
    (await bench.jobs.pause(benchTenant, id, '李老师'))._unsafeUnwrap();
    expect((await bench.taskCenter.listSweeps(benchTenant, 'fake', 1))._unsafeUnwrap()[0]).toMatchObject({
      id,
      state: 'paused',
      checked: 50,
    });
    await bench.clock.advance(60_000);
    expect((await shown(started, { id } as Sweep)).job.done).toBe(50);
    (await bench.jobs.resume(benchTenant, id, '李老师'))._unsafeUnwrap();
    expect(await bench.settle()).toBe(true);
    expect((await shown(started, { id } as Sweep)).job).toMatchObject({ state: 'finished', done: 120, total: 120 });
    await bench.close();
  });

  test('MUST come to its end at a platform that is read so slowly that no page fits into an attempt', async () => {
    const started = await start(20);
    const { bench } = started;
    const change = { rate: { perSecond: 0.1, burst: 1 } };
    (await bench.taskCenter.changePlatform(benchTenant, 'fake', change, null))._unsafeUnwrap();
    expect(await bench.settle()).toBe(true);
    const began = bench.clock.monotonic();
    const begun = await sweep(started, 2);
    expect(await bench.settle()).toBe(true);
    const { job, texts } = await shown(started, begun);
    expect(job).toMatchObject({ state: 'finished', done: 20, counts: { corrected: 0 } });
    expect(texts[0]).toBe('waits: reading back keeps to half of the platform’s rate');
    // Half of one in ten seconds.
    expect(bench.clock.monotonic() - began).toBeGreaterThan(16 * 20_000);
    await bench.close();
  });

  test('MUST pass over what cannot be read, in the end, and say so', async () => {
    const started = await start(3);
    const { bench, platform } = started;
    platform.fault = (operation) => (operation === 'verify' ? 'failed' : 'none');
    const begun = await sweep(started, 2);
    expect(await bench.settle()).toBe(true);
    const { job, texts } = await shown(started, begun);
    expect(job).toMatchObject({ state: 'finished', counts: { corrected: 0 } });
    expect(texts).toEqual([
      'a page failed and is tried again: it was down',
      'objects that cannot be read are passed over: it was down',
      expect.stringMatching(/^finished: /u),
    ]);
    await bench.close();
  });

  test.each([
    ['is not enabled', { enabled: false }, 1],
    ['cannot be read back', {}, 2],
  ] as const)('MUST fail, with the reason, at a platform that %s', async (reason, change, level) => {
    const started = await start(1, { capabilities: { readBack: false } });
    const { bench } = started;
    const begun = await sweep(started, level);
    if ('enabled' in change) (await bench.taskCenter.changePlatform(benchTenant, 'fake', change, null))._unsafeUnwrap();
    expect(await bench.settle()).toBe(true);
    const [found] = (await bench.taskCenter.listSweeps(benchTenant, 'fake', 1))._unsafeUnwrap();
    expect(found).toMatchObject({ id: begun.id, state: 'failed', failure: `the platform ${reason}` });
    await bench.close();
  });
});

test('A sweep without progress MUST be given up, and one that people paused be left alone', async () => {
  const started = await start(1);
  const { bench } = started;
  const tick = async (): Promise<number> => (await bench.taskCenter.scheduleSweeps())._unsafeUnwrap();
  const lane = { tenant: benchTenant, name: 'job/sweep' };
  await bench.transactor.run(({ lanes }) => lanes.find(lane).andThen((found) => lanes.setPaused(found?.id ?? 0, true)));
  const [stuck, paused] = [await sweep(started, 1), await sweep(started, 2)];
  (await bench.jobs.pause(benchTenant, paused.id, '张三'))._unsafeUnwrap();
  bench.clock.jump(11 * 3_600_000);
  expect(await tick()).toBe(0);
  bench.clock.jump(2 * 3_600_000);
  expect(await tick()).toBe(2);
  expect((await shown(started, stuck)).job).toMatchObject({ state: 'failed', failure: 'it made no progress' });
  expect((await shown(started, paused)).job.state).toBe('paused');
  await bench.close();
});
