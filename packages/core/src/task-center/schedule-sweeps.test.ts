import { afterEach, describe, expect, test } from 'vitest';
import type { Transactor } from '../ports/transactor.ts';
import { createFakePlatform } from '../testing/task-center/fake-platform.ts';
import { benchTenant, openSecrets, startTaskCenterBench } from '../testing/task-center/task-center-bench.ts';
import { createFakeDoorbell } from '../testing/work/fake-doorbell.ts';
import type { Stores } from './context.ts';
import { createTaskCenter } from './create-task-center.ts';

declare const setImmediate: (run: () => void) => void;

const rest = (): Promise<void> => new Promise((done) => setImmediate(() => done()));
const hour = 3_600_000;

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A platform and nobody who works; `steps`: what each transaction locked, in order. */
const start = async () => {
  const bench = await startTaskCenterBench(rest, (clock) => [
    createFakePlatform({ clock, name: 'fake', capabilities: { readBack: true } }).kind,
  ]);
  await bench.close();
  const { clock } = bench;
  const steps: string[][] = [];
  const transactor: Transactor<Stores> = {
    run: (work) =>
      bench.transactor.run((stores) => {
        const locked: string[] = [];
        steps.push(locked);
        return work({
          ...stores,
          jobs: {
            ...stores.jobs,
            lock: (...of) => {
              locked.push('job');
              return stores.jobs.lock(...of);
            },
          },
          work: {
            ...stores.work,
            schedule: (items) => {
              locked.push('work');
              return stores.work.schedule(items);
            },
          },
        });
      }),
  };
  let ids = 0;
  const taskCenter = createTaskCenter({
    transactor,
    doorbell: createFakeDoorbell(),
    clock,
    ids: { next: () => `sweep-${String((ids += 1)).padStart(4, '0')}` },
    secrets: openSecrets,
    kinds: [createFakePlatform({ clock, name: 'fake', capabilities: { readBack: true } }).kind],
  });
  const schedule = async (): Promise<number> => (await taskCenter.scheduleSweeps())._unsafeUnwrap();
  const states = async (): Promise<readonly string[]> =>
    (await taskCenter.listSweeps(benchTenant, null, 100))
      ._unsafeUnwrap()
      .map(({ state }) => state)
      .toSorted();
  return { clock, steps, schedule, states };
};

describe('scheduled sweeps', () => {
  test('MUST start each level once, and again when the clock has stepped back', async () => {
    const { clock, schedule } = await start();
    // The first level began with the platform.
    expect([await schedule(), await schedule()]).toEqual([1, 0]);
    clock.jump(-100 * hour);
    expect([await schedule(), await schedule()]).toEqual([2, 0]);
  });

  test('MUST give up what makes no progress, and lock no job before work rows', async () => {
    const { clock, steps, schedule, states } = await start();
    await schedule();
    clock.jump(13 * hour);
    expect(await schedule()).toBe(2);
    expect(await states()).toEqual(['failed', 'failed', 'running', 'running']);
    expect(steps.flat()).toContain('job');
    for (const locked of steps) expect(new Set(locked).size).toBeLessThan(2);
  });
});
