import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryCapabilities } from '../testing/task-center/arbitrary-capabilities.ts';
import { createFakePlatform, type FakePlatform, type PlatformFault } from '../testing/task-center/fake-platform.ts';
import { findDivergence, instancesOf } from '../testing/task-center/find-divergence.ts';
import { startTaskCenterBench } from '../testing/task-center/task-center-bench.ts';
import { arbitraryArrival, arbitraryEngineHistory } from '../testing/workflow/arbitrary-engine-history.ts';
import { defaultRules } from './route.ts';

declare const setImmediate: (run: () => void) => void;

const rest = (): Promise<void> => new Promise((done) => setImmediate(() => done()));

/** A stream of numbers in [0, 1) that a seed decides. */
const stream = (seed: number): (() => number) => {
  let state = seed | 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 8) / 0x1000000;
  };
};

const faults: readonly (readonly [PlatformFault, number])[] = [
  ['failed', 0.15],
  ['lost', 0.15],
  ['dropped', 0.05],
  ['hang', 0.05],
  ['throttled', 0.03],
  ['refused', 0.02],
];

const draw = (next: () => number): PlatformFault => {
  let left = next();
  for (const [fault, share] of faults) if ((left -= share) < 0) return fault;
  return 'none';
};

const step = fc.record({
  pauseMs: fc.constantFrom(0, 3, 40, 700, 3_000),
  crash: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
});

// Far enough in the past of the fake clock for the longest history.
const base = 1_767_225_600_000 - 3_600_000;

test('MUST converge at platforms of every capability, whatever fails on the way, creating nothing twice', async () => {
  await fc.assert(
    fc.asyncProperty(
      arbitraryEngineHistory({
        base,
        instances: 2,
        tasksPerInstance: 2,
        minEvents: 3,
        maxEvents: 14,
        assertions: true,
      }).chain((events) =>
        fc.record({ batches: arbitraryArrival(events), steps: fc.array(step, { minLength: 8, maxLength: 8 }) }),
      ),
      fc.record({
        capabilities: arbitraryCapabilities(),
        namesIds: fc.boolean(),
        showFinished: fc.boolean(),
        resendUndecidable: fc.boolean(),
        seed: fc.nat(),
      }),
      async ({ batches, steps }, { capabilities, namesIds, showFinished, resendUndecidable, seed }) => {
        let platform: FakePlatform | undefined;
        const lane = {
          retry: { scheduleMs: [200, 500, 1_000], maxAttempts: null, maxAgeMs: 86_400_000 },
          timeoutMs: 1_000,
        };
        const bench = await startTaskCenterBench(
          rest,
          (clock) => [(platform = createFakePlatform({ clock, name: 'fake', capabilities, namesIds, lane })).kind],
          { fake: { showFinished, resendUndecidable, batchSize: capabilities.maxBatch } },
        );
        if (platform === undefined) throw new Error('no platform');
        const next = stream(seed);
        platform.fault = () => draw(next);
        let crashes = 0;
        for (const [index, batch] of batches.entries()) {
          await bench.record(batch);
          const { pauseMs, crash } = steps[index % steps.length] ?? { pauseMs: 0, crash: false };
          await bench.clock.advance(pauseMs);
          // Three crashes of one key make it poison, as they should.
          if (crash && (crashes += 1) <= 2) await bench.crash();
        }
        platform.fault = () => 'none';
        const settled = await bench.settle();
        const wrong = await findDivergence(bench, platform, await instancesOf(bench), {
          showFinished,
          rules: defaultRules,
        });
        await bench.close();
        // Sending again blindly may make two; that is what the operator chose.
        const blind = resendUndecidable && !capabilities.identity && !capabilities.readBack;
        expect({ settled, wrong: blind ? [] : wrong }).toEqual({ settled: true, wrong: [] });
      },
    ),
    { numRuns: 60 },
  );
});
