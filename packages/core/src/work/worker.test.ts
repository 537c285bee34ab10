import { errAsync, okAsync } from 'neverthrow';
import { describe, expect, test } from 'vitest';
import { startBench } from '../testing/work/worker-bench.ts';
import type { Outcome } from './outcome.ts';

declare const setImmediate: (run: () => void) => unknown;
const rest = (): Promise<void> => new Promise((done) => void setImmediate(done));

const failed: Outcome = { kind: 'failed', reason: 'HTTP 503', retryAfterMs: null };
const done: Outcome = { kind: 'done', more: false };
const calm = { failureShare: 2, minimum: 20, windowMs: 30_000, openMs: 5_000, maxOpenMs: 300_000 };
const retry = { scheduleMs: [1_000, 4_000], maxAttempts: null, maxAgeMs: 3_600_000 };

describe('A key', () => {
  test('MUST be attempted once and leave nothing behind when it is done', async () => {
    const bench = await startBench(rest);
    await bench.schedule(['a', 'b', 'c']);
    await bench.idle();
    expect([...bench.sent].sort()).toEqual(['a', 'b', 'c']);
    expect([...bench.acknowledged].sort()).toEqual(['a', 'b', 'c']);
    expect(await bench.state('a')).toBeNull();
    expect((await bench.attempts('a')).map(({ outcome, operation }) => [outcome, operation])).toEqual([
      ['done', 'push'],
    ]);
    await bench.worker.stop(1_000);
  });

  test('MUST be attempted again when it was scheduled during its attempt', async () => {
    const bench = await startBench(rest);
    let first = true;
    bench.answer = async () => {
      if (first) {
        first = false;
        await bench.schedule(['a']);
      }
      return { kind: 'refused', reason: 'no' };
    };
    await bench.schedule(['a']);
    await bench.idle();
    expect(bench.sent).toEqual(['a', 'a']);
    expect((await bench.state('a'))?.parked).toBe('refused');
  });

  test('MUST be tried again by the schedule, the last pause repeating, and never sooner', async () => {
    const bench = await startBench(rest, { config: { retry, breaker: calm } });
    const at: number[] = [];
    bench.answer = () => {
      at.push(bench.clock.monotonic());
      return at.length < 5 ? failed : done;
    };
    await bench.schedule(['a']);
    await bench.clock.advance(20_000);
    const pauses = at.slice(1).map((time, index) => time - (at[index] ?? 0));
    expect(pauses).toHaveLength(4);
    for (const [index, pause] of pauses.entries()) {
      const wanted = [1_000, 4_000, 4_000, 4_000][index] ?? 0;
      expect(pause).toBeGreaterThanOrEqual(wanted);
      expect(pause).toBeLessThan(wanted + 50);
    }
  });

  test('MUST be parked when its attempts are used up, and tried again at the first success after failures', async () => {
    const bench = await startBench(rest, { config: { retry: { ...retry, maxAttempts: 2 }, breaker: calm } });
    let up = true;
    bench.answer = (key) => (up ? done : key === 'bad' ? failed : failed);
    await bench.schedule(['first']);
    await bench.idle();
    await bench.clock.advance(61_000);
    up = false;
    await bench.schedule(['a']);
    await bench.clock.advance(5_000);
    expect((await bench.state('a'))?.parked).toBe('exhausted');
    up = true;
    await bench.schedule(['b']);
    await bench.idle();
    expect(await bench.state('a')).toBeNull();
    expect(bench.sent.at(-1)).toBe('a');
  });

  test('MUST be uncertain after a lost answer until the target has answered', async () => {
    const bench = await startBench(rest, { config: { retry, breaker: calm } });
    const seen: boolean[] = [];
    bench.answer = (_key, _context, claim) => {
      seen.push(claim.uncertain);
      return seen.length === 1 ? { kind: 'unknown', reason: 'reset' } : seen.length === 2 ? failed : done;
    };
    await bench.schedule(['a']);
    await bench.clock.advance(10_000);
    expect(seen).toEqual([false, true, true]);
    expect(await bench.state('a')).toBeNull();
  });

  test('MUST NOT count a deferral', async () => {
    const bench = await startBench(rest);
    let calls = 0;
    bench.answer = () =>
      (calls += 1) < 4 ? { kind: 'deferred', scope: 'key', forMs: 2_000, reason: 'parent first' } : failed;
    await bench.schedule(['a']);
    await bench.clock.advance(6_200);
    const state = await bench.state('a');
    expect([calls, state?.attempts, state?.class]).toEqual([4, 1, 'retry']);
  });

  test('MUST count as unknown when its handler throws, and harm no other', async () => {
    const bench = await startBench(rest, { config: { breaker: calm } });
    bench.answer = (key) => {
      if (key === 'bad') throw new Error('a bug');
      return done;
    };
    await bench.schedule(['bad', 'good']);
    await bench.clock.advance(100);
    expect((await bench.state('bad'))?.uncertain).toBe(true);
    expect((await bench.attempts('bad'))[0]?.outcome).toBe('unknown');
    expect(await bench.state('good')).toBeNull();
  });

  test('MUST be given up at its time-out although the handler hangs', async () => {
    const bench = await startBench(rest, { config: { timeoutMs: 2_000, breaker: calm } });
    let aborted = false;
    let left = -1;
    bench.answer = (_key, context) => {
      context.signal.addEventListener('abort', () => {
        aborted = true;
        left = context.remainingMs();
      });
      return new Promise(() => {});
    };
    await bench.schedule(['a']);
    await bench.clock.advance(2_010);
    expect([aborted, left]).toEqual([true, 0]);
    await bench.clock.advance(1_050);
    expect((await bench.attempts('a')).map(({ outcome }) => outcome)).toEqual(['unknown']);
    expect(bench.worker.stats().inFlight).toBe(0);
  });

  test('MUST be settled without an attempt when its context has nothing left to do', async () => {
    const bench = await startBench(rest, { handler: { load: () => okAsync(new Map()) } });
    await bench.schedule(['a']);
    await bench.idle();
    expect([bench.sent, await bench.state('a'), await bench.attempts('a')]).toEqual([[], null, []]);
  });

  test('MUST be found within a second although nobody rings', async () => {
    const bench = await startBench(rest, { doorbell: { ring: () => {}, listen: () => () => {} } });
    await bench.clock.advance(5_000);
    await bench.schedule(['a']);
    await bench.clock.advance(1_010);
    expect(bench.sent).toEqual(['a']);
  });
});

describe('Bad data', () => {
  test('MUST stop only the key whose state cannot be loaded', async () => {
    const bench = await startBench(rest, {
      handler: {
        load: (_stores, _lane, claims) =>
          claims.some(({ key }) => key === 'bad')
            ? errAsync({ code: 'STORE_DATA' as const, message: 'bad row' })
            : okAsync(new Map(claims.map(({ id, key }) => [id, key]))),
      },
    });
    await bench.schedule(['a', 'b', 'bad', 'c', 'd']);
    await bench.idle();
    expect([...bench.sent].sort()).toEqual(['a', 'b', 'c', 'd']);
    expect((await bench.state('bad'))?.parked).toBe('refused');
    expect((await bench.attempts('bad'))[0]?.reason).toContain('bad row');
  });

  test('MUST back off from a key whose load is a bug, and go on with the others', async () => {
    const bench = await startBench(rest, {
      config: { retry },
      handler: {
        load: (_stores, _lane, claims) => {
          if (claims.some(({ key }) => key === 'bad')) throw new Error('a bug');
          return okAsync(new Map(claims.map(({ id, key }) => [id, key])));
        },
      },
    });
    await bench.schedule(['a', 'bad', 'c']);
    await bench.idle();
    expect([...bench.sent].sort()).toEqual(['a', 'c']);
    const state = await bench.state('bad');
    expect([state?.attempts, state?.parked]).toEqual([1, null]);
  });

  test('MUST stop only the key whose outcome the store refuses', async () => {
    const bench = await startBench(rest, {
      handler: {
        acknowledge: (_stores, _lane, acks) =>
          acks.some(({ claim }) => claim.key === 'bad')
            ? errAsync({ code: 'STORE_DATA' as const, message: 'too long' })
            : okAsync(undefined),
      },
    });
    await bench.schedule(['a', 'b', 'bad', 'c']);
    await bench.idle();
    expect((await bench.state('bad'))?.parked).toBe('refused');
    expect((await bench.attempts('bad')).map(({ outcome, exchanges }) => [outcome, exchanges])).toEqual([
      ['refused', []],
    ]);
    for (const key of ['a', 'b', 'c']) expect(await bench.state(key)).toBeNull();
  });
});

describe('A store that is away', () => {
  test('MUST cost time only', async () => {
    let away = false;
    const bench = await startBench(rest, {
      wrap: (transactor) => ({
        run: (work) =>
          away ? errAsync({ code: 'STORE_UNAVAILABLE' as const, message: 'gone' }) : transactor.run(work),
      }),
    });
    bench.answer = () => {
      away = true;
      return done;
    };
    await bench.schedule(['a']);
    await bench.clock.advance(9_000);
    expect(bench.worker.stats().unsettled).toBe(1);
    bench.answer = () => done;
    away = false;
    await bench.schedule(['b']);
    await bench.idle();
    expect([...bench.acknowledged].sort()).toEqual(['a', 'b']);
    expect(await bench.attempts('a')).toHaveLength(1);
  });

  test('MUST NOT make a committed batch count twice when its confirmation is lost', async () => {
    let lose = false;
    const bench = await startBench(rest, {
      wrap: (transactor) => ({
        run: (work) =>
          transactor.run(work).andThen((value) => {
            if (!lose) return okAsync(value);
            lose = false;
            return errAsync({ code: 'STORE_UNAVAILABLE' as const, message: 'broke while committing' });
          }),
      }),
    });
    bench.answer = () => {
      lose = true;
      return done;
    };
    await bench.schedule(['a']);
    await bench.clock.advance(2_000);
    await bench.idle();
    expect([bench.sent, await bench.state('a')]).toEqual([['a'], null]);
    expect((await bench.attempts('a')).map(({ outcome }) => outcome)).toEqual(['done']);
  });
});

describe('An idle worker', () => {
  test('MUST ask the store about once a second', async () => {
    let transactions = 0;
    const bench = await startBench(rest, {
      wrap: (transactor) => ({
        run: (work) => {
          transactions += 1;
          return transactor.run(work);
        },
      }),
    });
    await bench.clock.advance(10_000);
    transactions = 0;
    await bench.clock.advance(60_000);
    expect(transactions).toBeLessThanOrEqual(60 + 12 * 3 + 2);
    await bench.worker.stop(100);
    expect(bench.clock.timers()).toBe(0);
  });
});
