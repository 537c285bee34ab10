import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSimulatedWorld, type WorldEvent } from '../testing/work/simulated-world.ts';
import { workMutants, type WorkMutant } from '../testing/work/work-mutants.ts';

declare const setImmediate: (run: () => void) => unknown;
const rest = (): Promise<void> => new Promise((done) => void setImmediate(done));

const share = fc.constantFrom(0, 0, 0.1, 0.3, 0.9);
const event: fc.Arbitrary<WorldEvent> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('change'),
      key: fc.integer({ min: 0, max: 2 }),
      lane: fc.integer({ min: 0, max: 1 }),
    }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('pass'), ms: fc.constantFrom(1, 7, 40, 400, 3_000, 25_000) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('faults'),
      faults: fc.record({
        failShare: share,
        loseShare: share,
        hangShare: fc.constantFrom(0, 0, 0.1),
        throttleShare: fc.constantFrom(0, 0, 0.1),
        latencyMs: fc.constantFrom(0, 20, 1_500),
      }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('crash'),
      process: fc.nat(1),
      at: fc.constantFrom('before-commit', 'after-commit', 'now'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('freeze'), process: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('resume'), process: fc.nat(1) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('restart'), process: fc.nat(1), boundMs: fc.constantFrom(0, 1_000) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('pause'), lane: fc.nat(1), paused: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('jump'), ms: fc.constantFrom(-3_600_000, -1_000, 3_600_000) }),
  },
);

const convergence = (open?: WorkMutant['open']): fc.IAsyncProperty<[WorldEvent[], number]> =>
  fc.asyncProperty(fc.array(event, { minLength: 15, maxLength: 80 }), fc.integer(), async (events, seed) => {
    const world = await createSimulatedWorld(rest, seed, open);
    for (const one of events) {
      await world.happen(one);
      await world.checkAlways();
    }
    await world.calmDown();
    await world.checkEnd();
  });

test('MUST show what is desired in the end, and account for every request, whatever happens on the way', async () => {
  await fc.assert(convergence(), { numRuns: 50 });
}, 120_000);

test.each([
  'does not bump the generation when it schedules',
  'ignores that the generation moved when it settles',
  'leaves a key parked when it schedules',
  'leaves exhausted keys parked when it re-drives',
  'forgets the attempt of a claim that it takes over',
])(
  'MUST NOT hold over a store that %s',
  async (name) => {
    const mutant = workMutants.find((one) => one.name === name);
    expect(mutant).toBeDefined();
    const { failed } = await fc.check(convergence(mutant?.open), { numRuns: 100, endOnFailure: true });
    expect(failed).toBe(true);
  },
  120_000,
);
