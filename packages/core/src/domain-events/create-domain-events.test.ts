import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MemoryDatabase } from '../memory/memory-database.ts';
import { findUntold } from '../testing/domain-events/find-untold.ts';
import { outboxMutants } from '../testing/domain-events/outbox-mutants.ts';
import type { PublisherFault } from '../testing/domain-events/fake-publisher.ts';
import { startTellingWorld } from '../testing/domain-events/telling-world.ts';
import { arbitraryCapabilities } from '../testing/task-center/arbitrary-capabilities.ts';
import type { PlatformFault } from '../testing/task-center/fake-platform.ts';
import { arbitraryArrival, arbitraryEngineHistory } from '../testing/workflow/arbitrary-engine-history.ts';
import type { Outbox } from './ports.ts';

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

const drawOf =
  <Fault extends string>(next: () => number, shares: readonly (readonly [Fault, number])[]): (() => Fault | 'none') =>
  () => {
    let left = next();
    for (const [fault, share] of shares) if ((left -= share) < 0) return fault;
    return 'none';
  };

const platformFaults: readonly (readonly [PlatformFault, number])[] = [
  ['failed', 0.2],
  ['lost', 0.1],
  ['dropped', 0.05],
  ['hang', 0.05],
  ['throttled', 0.03],
  ['refused', 0.1],
];

const publisherFaults: readonly (readonly [PublisherFault, number])[] = [
  ['down', 0.2],
  ['lost', 0.1],
  ['hang', 0.05],
  ['silent', 0.1],
];

const step = fc.record({
  pauseMs: fc.constantFrom(0, 3, 40, 700, 12_000),
  crash: fc.constantFrom(null, null, null, 'before-commit', 'after-commit', 'now'),
});

// Far enough in the past of the fake clock for the longest history.
const base = 1_767_225_600_000 - 3_600_000;

const everythingIsTold = (outbox?: (database: MemoryDatabase) => Outbox) =>
  fc.asyncProperty(
    arbitraryEngineHistory({ base, instances: 2, tasksPerInstance: 2, minEvents: 3, maxEvents: 12 }).chain((events) =>
      fc.record({ batches: arbitraryArrival(events), steps: fc.array(step, { minLength: 8, maxLength: 8 }) }),
    ),
    fc.record({ capabilities: arbitraryCapabilities(), poisonAt: fc.constantFrom(1, 3), seed: fc.nat() }),
    async ({ batches, steps }, { capabilities, poisonAt, seed }) => {
      const retry = { scheduleMs: [200, 500, 1_000], maxAttempts: null, maxAgeMs: 86_400_000 };
      const world = await startTellingWorld(rest, {
        platform: { capabilities, lane: { retry, timeoutMs: 1_000 } },
        worker: { poisonAt },
        maxAttempts: 3,
        ...(outbox === undefined ? {} : { outbox }),
      });
      const { platform, publisher, witness } = world;
      const next = stream(seed);
      platform.fault = drawOf(next, platformFaults);
      publisher.fault = drawOf(next, publisherFaults);
      witness.fault = drawOf(next, [
        ['rollback', 0.1],
        ['unheard', 0.1],
      ]);
      const told = (): readonly string[] => findUntold(witness.changes, [...publisher.heard, ...world.waiting()]);
      for (const [index, batch] of batches.entries()) {
        await world.record(batch);
        const { pauseMs, crash } = steps[index % steps.length] ?? { pauseMs: 0, crash: null };
        await world.clock.advance(pauseMs);
        expect(told()).toEqual([]);
        if (crash !== null) await world.crash(crash);
      }
      platform.fault = () => 'none';
      publisher.fault = () => 'none';
      witness.fault = () => 'none';
      const settled = await world.settle();
      await world.close();
      expect({ settled, waiting: world.waiting(), wrong: findUntold(witness.changes, publisher.heard) }).toEqual({
        settled: true,
        waiting: [],
        wrong: [],
      });
    },
  );

test('MUST tell of each change once, and hand it over at least once, whatever fails on the way', async () => {
  await fc.assert(everythingIsTold(), { numRuns: 40 });
}, 120_000);

describe('That everything is told', () => {
  test.each(['never forgets', 'gives events a new id each time', 'shows the first event of a batch only'])(
    'MUST NOT hold over an outbox that %s',
    async (name) => {
      const mutant = outboxMutants.find((one) => one.name === name);
      expect(mutant).toBeDefined();
      const { failed } = await fc.check(everythingIsTold(mutant?.open), { numRuns: 60, endOnFailure: true });
      expect(failed).toBe(true);
    },
    120_000,
  );
});
