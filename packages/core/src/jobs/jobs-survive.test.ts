import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MemoryDatabase } from '../memory/memory-database.ts';
import { jobStoreMutants } from '../testing/jobs/job-store-mutants.ts';
import { startJobWorld, worldTenant, type PageFault } from '../testing/jobs/job-world.ts';
import type { Job } from './job.ts';
import type { JobStore } from './ports.ts';

declare const setImmediate: (run: () => void) => unknown;
const rest = (): Promise<void> => new Promise((done) => void setImmediate(done));

/** A stream of numbers in [0, 1) that a seed decides. */
const stream = (seed: number): (() => number) => {
  let state = seed | 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 8) / 0x1000000;
  };
};

const faults: readonly (readonly [PageFault, number])[] = [
  ['failed', 0.08],
  ['throws', 0.04],
  ['waits', 0.05],
  ['slow', 0.25],
  ['hangs', 0.02],
];

const drawOf = (next: () => number) => (): PageFault => {
  let left = next();
  for (const [fault, share] of faults) if ((left -= share) < 0) return fault;
  return 'none';
};

type Event =
  | { readonly kind: 'begin'; readonly pages: number }
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'crash'; readonly process: number; readonly at: 'before-commit' | 'after-commit' | 'now' }
  | { readonly kind: 'freeze' | 'stall' | 'revive'; readonly process: number }
  | { readonly kind: 'pause' | 'resume' | 'cancel'; readonly job: number };

const processIndex = fc.nat({ max: 1 });
const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('pass'), ms: fc.constantFrom(0, 3, 40, 1_000, 9_000, 45_000) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('begin'), pages: fc.integer({ min: 1, max: 6 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('crash'),
      process: processIndex,
      at: fc.constantFrom('before-commit', 'after-commit', 'now'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('freeze', 'stall'), process: processIndex }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('revive'), process: processIndex }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('pause', 'resume', 'cancel'), job: fc.nat({ max: 3 }) }) },
);

interface Course {
  readonly events: readonly Event[];
  readonly seed: number;
  /** Lost workers after which a key is given up. */
  readonly poisonAt: number;
}

const course: fc.Arbitrary<Course> = fc.record({
  events: fc.array(event, { minLength: 6, maxLength: 30 }),
  seed: fc.nat(),
  poisonAt: fc.constantFrom(1, 3, 1_000),
});

/** Everything happens as told, then nothing goes wrong any more, and every job that is not paused has come to its end. */
const everyJobEnds =
  (store?: (database: MemoryDatabase) => JobStore) =>
  async ({ events, seed, poisonAt }: Course): Promise<void> => {
    const world = await startJobWorld(rest, { worker: { poisonAt }, ...(store === undefined ? {} : { store }) });
    world.fault = drawOf(stream(seed));
    const begun: Job[] = [await world.begin(4)];
    for (const one of events) {
      switch (one.kind) {
        case 'begin':
          begun.push(await world.begin(one.pages));
          break;
        case 'pass':
          await world.clock.advance(one.ms);
          break;
        case 'crash':
          world.crash(one.process, one.at);
          break;
        case 'freeze':
          world.freeze(one.process);
          break;
        case 'stall':
          // As long as it takes to be taken for dead.
          world.freeze(one.process);
          await world.clock.advance(45_000);
          await world.revive(one.process);
          break;
        case 'revive':
          await world.revive(one.process);
          break;
        default: {
          const job = begun[one.job];
          if (job !== undefined) await world.jobs[one.kind](worldTenant, job.id, '张三');
        }
      }
    }
    world.fault = () => 'none';
    await world.revive(0);
    await world.revive(1);
    for (const { id } of begun) await world.jobs.resume(worldTenant, id, '李老师');
    const quiet = await world.clock.until(() => world.keys().open === 0, 3 * 3_600_000);
    expect({ quiet, parked: world.keys().parked }).toEqual({ quiet: true, parked: 0 });
    for (const { id } of begun) {
      const job = await world.find(id);
      const pages = Number(job.input['pages']);
      const effects = world.effects(id);
      expect(['finished', 'cancelled', ...(poisonAt < 1_000 ? ['failed'] : [])]).toContain(job.state);
      expect(effects).toEqual(effects.map(() => 1));
      expect([job.done, job.counts]).toEqual([effects.length, effects.length === 0 ? {} : { applied: effects.length }]);
      if (job.state === 'finished') expect(effects).toHaveLength(pages);
      if (job.state === 'failed') expect([job.failure, job.finishedAt === null]).toEqual([expect.any(String), false]);
      const lines = await world.lines(id);
      expect(lines.map(({ number }) => number)).toEqual(lines.map((_, index) => index + 1));
      expect(lines.filter(({ text }) => text.startsWith('page ')).map(({ text }) => text)).toEqual(
        effects.map((_, page) => `page ${page}`),
      );
      expect(lines.filter(({ text }) => text.startsWith('interrupted'))).toHaveLength(job.interruptions);
    }
    await world.close();
  };

test('MUST apply every page once and bring every job to its end, whoever dies or comes back when', async () => {
  await fc.assert(fc.asyncProperty(course, everyJobEnds()), { numRuns: 150 });
}, 240_000);

describe('That every page is applied once', () => {
  test.each(['never counts revisions', 'forgets interruptions', 'numbers lines anew each time'])(
    'MUST NOT hold over a store that %s',
    async (name) => {
      const mutant = jobStoreMutants.find((one) => one.name === name);
      expect(mutant).toBeDefined();
      const { failed } = await fc.check(fc.asyncProperty(course, everyJobEnds(mutant?.open)), {
        seed: 7,
        numRuns: 600,
        endOnFailure: true,
      });
      expect(failed).toBe(true);
    },
    240_000,
  );
});
