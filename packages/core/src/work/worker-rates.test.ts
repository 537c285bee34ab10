import fc from 'fast-check';
import { errAsync, ResultAsync } from 'neverthrow';
import { describe, expect, test } from 'vitest';
import { createMemoryRateLimiter } from '../memory/memory-rate-limiter.ts';
import type { RateGrant, RateLimiter } from '../ports/rate-limiter.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { FakeClock } from '../testing/fake-clock.ts';
import { startBench, type Bench, type BenchOptions } from '../testing/work/worker-bench.ts';
import type { Outcome } from './outcome.ts';
import type { WorkLog } from './worker-options.ts';

declare const setImmediate: (run: () => void) => unknown;
const rest = (): Promise<void> => new Promise((done) => void setImmediate(done));

const keysOf = (count: number, name = 'key'): string[] =>
  Array.from({ length: count }, (_, index) => `${name}-${index}`);

/** Notes when calls start; they take this long. */
const noteStarts = (bench: Bench, forMs: () => number, outcome: Outcome = { kind: 'done', more: false }): number[] => {
  const starts: number[] = [];
  bench.answer = async () => {
    starts.push(bench.clock.monotonic());
    const ms = forMs();
    if (ms > 0) await new Promise<void>((resolve) => void bench.clock.timer(ms, resolve));
    return outcome;
  };
  return starts;
};

/** The most calls beyond `perSecond` times its length that any stretch of time has seen. */
const worstBurst = (starts: readonly number[], perSecond: number): number => {
  let [worst, least] = [0, Infinity];
  for (const [index, at] of starts.entries()) {
    least = Math.min(least, index - (at * perSecond) / 1_000);
    worst = Math.max(worst, index + 1 - (at * perSecond) / 1_000 - least);
  }
  return worst;
};

/** A worker and its fellows, known to each other. */
const startWorkers = async (count: number, options: BenchOptions): Promise<Bench> => {
  const bench = await startBench(rest, options);
  for (let more = 1; more < count; more += 1) (await bench.secondWorker().start())._unsafeUnwrap();
  await bench.clock.advance(6_000);
  return bench;
};

type Mood = 'works' | 'fails' | 'hangs';

/** The memory limiter, in a mood; what hangs is answered 300 ms later. */
const moody = (clock: FakeClock, mood: () => Mood, asked: { takes: number; returned: number }): RateLimiter => {
  const right = createMemoryRateLimiter(clock);
  const inMood = <T>(answer: () => ResultAsync<T, StoreFailure>): ResultAsync<T, StoreFailure> => {
    const now = mood();
    if (now === 'works') return answer();
    if (now === 'fails') return errAsync({ code: 'STORE_UNAVAILABLE', message: 'gone' });
    return ResultAsync.fromSafePromise(new Promise<void>((resolve) => void clock.timer(300, resolve))).andThen(answer);
  };
  return {
    take: (asks) => {
      asked.takes += 1;
      return inMood(() => right.take(asks));
    },
    giveBack: (returns) => {
      asked.returned += returns.reduce((sum, { unused }) => sum + unused, 0);
      return inMood(() => right.giveBack(returns));
    },
  };
};

const happenings = fc.array(
  fc.record({
    afterMs: fc.nat(700),
    keys: fc.nat(12),
    takesMs: fc.constantFrom<number[]>(0, 3, 250),
    mood: fc.constantFrom<Mood[]>('works', 'works', 'fails', 'hangs'),
  }),
  { minLength: 10, maxLength: 40 },
);

const runHappenings = async (
  workers: number,
  rate: { readonly perSecond: number; readonly burst: number },
  events: readonly { afterMs: number; keys: number; takesMs: number; mood: Mood }[],
  hasMoods: boolean,
): Promise<readonly number[]> => {
  let mood: Mood = 'works';
  let takesMs = 0;
  const bench = await startWorkers(workers, {
    config: { rate, concurrency: 12 },
    rateLimiter: (clock) => moody(clock, () => (hasMoods ? mood : 'works'), { takes: 0, returned: 0 }),
  });
  const starts = noteStarts(bench, () => takesMs);
  let scheduled = 0;
  for (const event of events) {
    ({ mood, takesMs } = event);
    await bench.schedule(keysOf(event.keys, `key-${scheduled}`));
    scheduled += event.keys;
    await bench.clock.advance(event.afterMs);
  }
  mood = 'works';
  await bench.clock.advance(5_000 + (scheduled * 1_000 * workers) / rate.perSecond);
  expect(starts).toHaveLength(scheduled);
  return starts;
};

const rates = fc.record({
  perSecond: fc.constantFrom<number[]>(2, 10, 33.3),
  burst: fc.constantFrom<number[]>(1, 4, 7.5),
});

describe('Workers with a common limiter', () => {
  test('MUST start no more calls in any stretch of time than the rate allows, and lose none', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 4 }), rates, happenings, async (workers, rate, events) => {
        const starts = await runHappenings(workers, rate, events, false);
        expect(worstBurst(starts, rate.perSecond)).toBeLessThanOrEqual(rate.burst + 1e-6);
      }),
      { numRuns: 40 },
    );
  });

  test('MUST start at most twice as many while the limiter comes and goes, and lose none', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 4 }), rates, happenings, async (workers, rate, events) => {
        const starts = await runHappenings(workers, rate, events, true);
        const shares = workers * Math.max(1, rate.burst / workers);
        expect(worstBurst(starts, 2 * rate.perSecond)).toBeLessThanOrEqual(rate.burst + shares + 1e-6);
      }),
      { numRuns: 40 },
    );
  });

  test('MUST use the whole rate, whichever worker has something to do', async () => {
    const asked = { takes: 0, returned: 0 };
    const bench = await startWorkers(4, {
      config: { rate: { perSecond: 10, burst: 1 }, concurrency: 16, batchSize: 1 },
      rateLimiter: (clock) => moody(clock, () => 'works', asked),
    });
    await bench.schedule(keysOf(100));
    await bench.clock.advance(10_000);
    expect(bench.sent.length).toBeGreaterThanOrEqual(97);
    expect(bench.sent.length).toBeLessThanOrEqual(101);
  });

  test('MUST give back what they did not need', async () => {
    const asked = { takes: 0, returned: 0 };
    const bench = await startWorkers(1, {
      config: { rate: { perSecond: 1, burst: 10 } },
      rateLimiter: (clock) => moody(clock, () => 'works', asked),
    });
    await bench.clock.advance(10_000);
    for (let round = 0; round < 10; round += 1) {
      await bench.schedule([`key-${round}`]);
      await bench.clock.advance(20);
    }
    expect(bench.sent).toHaveLength(10);
    expect(asked.returned).toBeGreaterThan(0);
  });

  test('MUST carry a whole batch for each token', async () => {
    const bench = await startWorkers(1, {
      config: { rate: { perSecond: 1, burst: 1 }, batchSize: 5 },
      rateLimiter: (clock) => createMemoryRateLimiter(clock),
    });
    await bench.schedule(keysOf(20));
    await bench.clock.advance(1_100);
    expect(bench.sent).toHaveLength(10);
  });

  test('MUST NOT ask for a lane without a rate', async () => {
    const asked = { takes: 0, returned: 0 };
    const bench = await startWorkers(1, { rateLimiter: (clock) => moody(clock, () => 'works', asked) });
    await bench.schedule(keysOf(50));
    await bench.idle();
    expect([bench.sent.length, asked]).toEqual([50, { takes: 0, returned: 0 }]);
  });

  test('MUST count a probe, too', async () => {
    const breaker = { failureShare: 0.5, minimum: 2, windowMs: 30_000, openMs: 100, maxOpenMs: 100 };
    const bench = await startWorkers(2, {
      config: { rate: { perSecond: 0.5, burst: 2 }, breaker, concurrency: 4 },
      rateLimiter: (clock) => createMemoryRateLimiter(clock),
    });
    const starts = noteStarts(bench, () => 0, { kind: 'failed', reason: 'HTTP 503', retryAfterMs: null });
    await bench.schedule(keysOf(40));
    await bench.clock.advance(60_000);
    expect(starts.length).toBeGreaterThan(20);
    expect(worstBurst(starts, 0.5)).toBeLessThanOrEqual(2 + 1e-6);
  });
});

describe('A worker whose limiter fails', () => {
  const noted = (): { readonly log: WorkLog; readonly lines: string[] } => {
    const lines: string[] = [];
    return { lines, log: (level, message) => void (message.includes('limiter') && lines.push(level)) };
  };

  test.each(['fails', 'hangs'] as const)('MUST keep to its share, and say so once (%s)', async (mood) => {
    const { log, lines } = noted();
    const asked = { takes: 0, returned: 0 };
    let now: Mood = mood;
    const bench = await startWorkers(2, {
      config: { rate: { perSecond: 10, burst: 2 } },
      rateLimiter: (clock) => moody(clock, () => now, asked),
      log,
    });
    await bench.schedule(keysOf(400));
    await bench.clock.advance(10_000);
    expect(bench.sent.length).toBeGreaterThanOrEqual(98);
    expect(bench.sent.length).toBeLessThanOrEqual(102);
    expect(lines).toEqual(['warn', 'warn']);
    expect(asked.takes).toBeLessThanOrEqual(12);
    now = 'works';
    await bench.clock.advance(10_000);
    expect(lines).toEqual(['warn', 'warn', 'info', 'info']);
    expect(bench.sent.length).toBeGreaterThanOrEqual(190);
    expect(bench.sent.length).toBeLessThanOrEqual(206);
  });

  test('MUST wait for it once, and no longer than it may', async () => {
    const bench = await startWorkers(1, {
      config: { rate: { perSecond: 100, burst: 100 } },
      rateLimiter: (clock) => moody(clock, () => 'hangs', { takes: 0, returned: 0 }),
    });
    const other = await bench.addLane('push/two');
    await bench.clock.advance(1_100);
    await bench.schedule(['one']);
    await bench.schedule(['two'], { lane: other });
    await bench.clock.advance(115);
    expect(bench.sent.toSorted()).toEqual(['one', 'two']);
    for (let round = 0; round < 50; round += 1) {
      await bench.schedule([`more-${round}`], { lane: other });
      await bench.clock.advance(10);
      expect(bench.sent).toHaveLength(3 + round);
    }
  });

  test('MUST give back what it is granted too late', async () => {
    const asked = { takes: 0, returned: 0 };
    let now: Mood = 'works';
    const bench = await startWorkers(1, {
      config: { rate: { perSecond: 0.01, burst: 5 } },
      rateLimiter: (clock) => moody(clock, () => now, asked),
    });
    await bench.clock.advance(500_000);
    const before = asked.returned;
    now = 'hangs';
    await bench.schedule(keysOf(3));
    await bench.clock.advance(1_000);
    expect(bench.sent).toEqual([]);
    expect(asked.returned - before).toBe(5);
    now = 'works';
    await bench.clock.advance(4_000);
    expect(bench.sent).toHaveLength(3);
  });

  test('MUST go on when it has a defect', async () => {
    const { log, lines } = noted();
    const broken = (): never => {
      throw new TypeError('a defect');
    };
    const bench = await startWorkers(1, {
      config: { rate: { perSecond: 10, burst: 2 } },
      rateLimiter: () => ({ take: broken, giveBack: broken }) satisfies RateLimiter,
      log,
    });
    await bench.schedule(keysOf(20));
    await bench.clock.advance(5_000);
    expect([bench.sent.length, lines]).toEqual([20, ['warn']]);
  });

  test('MUST NOT stop at answers that make no sense', async () => {
    const nonsense: readonly RateGrant[] = [];
    const bench = await startWorkers(1, {
      config: { rate: { perSecond: 10, burst: 2 } },
      rateLimiter: () => ({
        take: () => ResultAsync.fromSafePromise(Promise.resolve(nonsense)),
        giveBack: () => ResultAsync.fromSafePromise(Promise.resolve()),
      }),
    });
    const other = await bench.addLane('push/two');
    await bench.clock.advance(1_100);
    await bench.schedule(['one']);
    await bench.schedule(['two'], { lane: other });
    await bench.clock.advance(1_000);
    expect(bench.sent).toEqual(['two']);
  });
});
