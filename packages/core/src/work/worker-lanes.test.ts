import { describe, expect, test } from 'vitest';
import { startBench, type Bench } from '../testing/work/worker-bench.ts';
import type { Outcome } from './outcome.ts';

declare const setImmediate: (run: () => void) => unknown;
const rest = (): Promise<void> => new Promise((done) => void setImmediate(done));

const failed: Outcome = { kind: 'failed', reason: 'HTTP 503', retryAfterMs: null };
const done: Outcome = { kind: 'done', more: false };
const breaker = { failureShare: 0.5, minimum: 4, windowMs: 30_000, openMs: 5_000, maxOpenMs: 60_000 };
const keysOf = (count: number, name = 'key'): string[] =>
  Array.from({ length: count }, (_, index) => `${name}-${index}`);

/** Answers after a while and notes how many were under way at most. */
const slowly = (bench: Bench, afterMs: number, outcome: Outcome = done): { most: number } => {
  const seen = { most: 0 };
  let now = 0;
  bench.answer = async () => {
    now += 1;
    seen.most = Math.max(seen.most, now);
    await new Promise<void>((resolve) => void bench.clock.timer(afterMs, resolve));
    now -= 1;
    return outcome;
  };
  return seen;
};

describe('A lane', () => {
  test('MUST never have more attempts under way than its concurrency, and claim no more', async () => {
    const bench = await startBench(rest, { config: { concurrency: 3 } });
    const seen = slowly(bench, 1_000);
    await bench.schedule(keysOf(20));
    await bench.clock.advance(500);
    const depth = (await bench.transactor.run((stores) => stores.work.depths([bench.lane.id])))._unsafeUnwrap()[0];
    expect([depth?.claimed, depth?.due]).toEqual([3, 17]);
    await bench.idle();
    expect([seen.most, bench.sent.length]).toEqual([3, 20]);
  });

  test('MUST share its concurrency among workers', async () => {
    const bench = await startBench(rest, { config: { concurrency: 3 } });
    const second = bench.secondWorker();
    (await second.start())._unsafeUnwrap();
    await bench.clock.advance(6_000);
    const seen = slowly(bench, 1_000);
    await bench.schedule(keysOf(30));
    await bench.clock.advance(20_000);
    expect([seen.most, new Set(bench.sent).size, bench.sent.length]).toEqual([3, 30, 30]);
    expect(second.stats().settled).toBeGreaterThan(5);
    await second.stop(1_000);
  });

  test('MUST stay half-open after a probe that sent nothing', async () => {
    const bench = await startBench(rest, {
      config: { concurrency: 4, breaker },
      handler: {
        attempt: async (group) =>
          group.map(({ claim }) => {
            const waits = claim.key.startsWith('wait');
            const outcome: Outcome = waits
              ? { kind: 'deferred', scope: 'key', forMs: 1_000, reason: 'its parent' }
              : failed;
            return { outcome, operation: waits ? null : 'push', version: null, exchanges: [], ack: null };
          }),
      },
    });
    await bench.schedule(keysOf(5));
    await bench.schedule(keysOf(4, 'wait'));
    let most = 0;
    for (let second = 0; second < 120; second += 1) {
      await bench.clock.advance(1_000);
      const { trips } = await bench.laneNow();
      expect(trips).toBeGreaterThanOrEqual(most);
      most = trips;
    }
    expect(most).toBeGreaterThanOrEqual(4);
  });

  test('MUST carry at most a batch a call', async () => {
    const sizes: number[] = [];
    const bench = await startBench(rest, {
      config: { concurrency: 2, batchSize: 4 },
      handler: {
        attempt: async (group) => {
          sizes.push(group.length);
          return group.map(() => ({ outcome: done, operation: null, version: null, exchanges: [], ack: null }));
        },
      },
    });
    await bench.schedule(keysOf(11));
    await bench.idle();
    expect(Math.max(...sizes)).toBe(4);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(11);
  });

  test('MUST keep its rate', async () => {
    const bench = await startBench(rest, { config: { rate: { perSecond: 10, burst: 5 } } });
    await bench.schedule(keysOf(100));
    await bench.clock.advance(1_000);
    expect(bench.sent.length).toBeGreaterThanOrEqual(14);
    expect(bench.sent.length).toBeLessThanOrEqual(15);
    await bench.clock.advance(2_000);
    expect(bench.sent.length).toBeLessThanOrEqual(35);
    expect(bench.sent.length).toBeGreaterThanOrEqual(34);
  });

  test('MUST let every class go on, also with a single slot', async () => {
    const bench = await startBench(rest, { config: { concurrency: 1 } });
    slowly(bench, 100);
    await bench.schedule(keysOf(40, 'bulk'), { class: 'bulk' });
    await bench.schedule(keysOf(40, 'live'));
    await bench.clock.advance(4_050);
    const live = bench.sent.filter((key) => key.startsWith('live')).length;
    expect(live).toBeGreaterThanOrEqual(20);
    expect(bench.sent.length - live).toBeGreaterThanOrEqual(4);
  });

  test('MUST NOT slow another one down when it hangs, and stop where it is paused', async () => {
    const bench = await startBench(rest, { config: { concurrency: 2 } });
    const other = await bench.addLane('push/two');
    const paused = await bench.addLane('push/three');
    (await bench.transactor.run((stores) => stores.lanes.setPaused(paused.id, true)))._unsafeUnwrap();
    bench.answer = (key) => (key.startsWith('hang') ? new Promise(() => {}) : done);
    await bench.schedule(keysOf(10, 'hang'));
    await bench.schedule(keysOf(5, 'paused'), { lane: paused });
    await bench.clock.advance(1_100);
    await bench.schedule(keysOf(50, 'ok'), { lane: other });
    await bench.clock.advance(200);
    expect(bench.sent.filter((key) => key.startsWith('ok'))).toHaveLength(50);
    expect(bench.sent.filter((key) => key.startsWith('paused'))).toEqual([]);
    (await bench.transactor.run((stores) => stores.lanes.setPaused(paused.id, false)))._unsafeUnwrap();
    await bench.clock.advance(1_100);
    expect(bench.sent.filter((key) => key.startsWith('paused'))).toHaveLength(5);
  });

  test('MUST take a new configuration within a second', async () => {
    const bench = await startBench(rest, { config: { concurrency: 1 } });
    const seen = slowly(bench, 500);
    (
      await bench.transactor.run((stores) =>
        stores.lanes.configure(bench.lane.id, { ...bench.lane.config, concurrency: 5 }),
      )
    )._unsafeUnwrap();
    await bench.clock.advance(1_010);
    await bench.schedule(keysOf(20));
    await bench.clock.advance(600);
    expect(seen.most).toBe(5);
  });
});

describe('A lane in trouble', () => {
  test('MUST close for as long as the target throttles, and count nothing', async () => {
    const bench = await startBench(rest, { config: { concurrency: 4 } });
    let throttled = true;
    bench.answer = () => (throttled ? { kind: 'deferred', scope: 'lane', forMs: 10_000, reason: 'HTTP 429' } : done);
    await bench.schedule(keysOf(12));
    await bench.clock.advance(9_000);
    expect(bench.sent).toHaveLength(4);
    const state = await bench.state('key-0');
    expect([state?.attempts, state?.class, (await bench.laneNow()).closedReason]).toEqual([0, 'live', 'throttled']);
    throttled = false;
    await bench.clock.advance(3_000);
    expect(bench.sent).toHaveLength(16);
  });

  test('MUST open its breaker, probe with one key, and double the pause with each failed probe', async () => {
    const bench = await startBench(rest, {
      config: { concurrency: 8, breaker, retry: { scheduleMs: [100], maxAttempts: null, maxAgeMs: 3_600_000 } },
    });
    bench.answer = () => failed;
    await bench.schedule(keysOf(30));
    await bench.clock.advance(1_000);
    const before = bench.sent.length;
    expect(before).toBeLessThanOrEqual(8);
    expect((await bench.laneNow()).trips).toBe(1);
    await bench.clock.advance(5_500);
    expect([bench.sent.length - before, (await bench.laneNow()).trips]).toEqual([1, 2]);
    await bench.clock.advance(8_000);
    expect(bench.sent.length - before).toBe(1);
    await bench.clock.advance(2_000);
    expect([bench.sent.length - before, (await bench.laneNow()).trips]).toEqual([2, 3]);
  });

  test('MUST start slowly when it has recovered, and make up for what was given up', async () => {
    const bench = await startBench(rest, {
      config: { concurrency: 8, breaker, retry: { scheduleMs: [100], maxAttempts: 1, maxAgeMs: 3_600_000 } },
    });
    bench.answer = () => failed;
    await bench.schedule(keysOf(8));
    await bench.clock.advance(1_000);
    expect((await bench.state('key-0'))?.parked).toBe('exhausted');
    const seen = slowly(bench, 1_000);
    await bench.schedule(keysOf(20, 'new'));
    await bench.clock.advance(5_500);
    expect(seen.most).toBe(1);
    await bench.clock.advance(400);
    expect(seen.most).toBe(1);
    await bench.clock.advance(1_000);
    expect(seen.most).toBe(2);
    await bench.idle();
    expect(await bench.state('key-0')).toBeNull();
    expect((await bench.laneNow()).trips).toBe(0);
  });

  test('MUST close when the target rejects the credentials, and try with one key again', async () => {
    const bench = await startBench(rest, { config: { concurrency: 4, breaker } });
    let valid = false;
    bench.answer = () => (valid ? done : { kind: 'credentials', reason: 'HTTP 401' });
    await bench.schedule(keysOf(10));
    await bench.clock.advance(50_000);
    const lane = await bench.laneNow();
    expect([lane.closedReason, lane.trips, bench.sent.length, (await bench.state('key-0'))?.attempts]).toEqual([
      'credentials',
      1,
      4,
      0,
    ]);
    valid = true;
    await bench.clock.advance(20_000);
    expect(bench.sent).toHaveLength(14);
  });

  test('MUST let the age of failing stand still while it is closed', async () => {
    const bench = await startBench(rest, {
      config: {
        concurrency: 4,
        breaker: { ...breaker, openMs: 60_000 },
        retry: { scheduleMs: [1_000], maxAttempts: null, maxAgeMs: 10_000 },
      },
    });
    bench.answer = () => failed;
    await bench.schedule(keysOf(4));
    await bench.clock.advance(600_000);
    expect((await bench.laneNow()).trips).toBeGreaterThan(3);
    for (const key of keysOf(4)) expect((await bench.state(key))?.parked).toBeNull();
  });
});
