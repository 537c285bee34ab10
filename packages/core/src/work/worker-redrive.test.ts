import { ResultAsync } from 'neverthrow';
import { describe, expect, test } from 'vitest';
import { startBench, type Bench } from '../testing/work/worker-bench.ts';
import type { LaneConfig } from './lane.ts';
import type { Outcome } from './outcome.ts';

declare const setImmediate: (run: () => void) => unknown;
const rest = (): Promise<void> => new Promise((done) => void setImmediate(done));

const failed: Outcome = { kind: 'failed', reason: 'HTTP 503', retryAfterMs: null };
const done: Outcome = { kind: 'done', more: false };
/** A key is given up at its first failure, and nothing but a re-drive tries it again. */
const config: Partial<LaneConfig> = {
  concurrency: 2,
  timeoutMs: 60_000,
  retry: { scheduleMs: [100], maxAttempts: 1, maxAgeMs: 3_600_000 },
};

const parkedOf = async (bench: Bench, key: string): Promise<string | null> => (await bench.state(key))?.parked ?? null;

describe('What was given up', () => {
  test('MUST be tried again after a success that another worker has, when whoever gave it up is gone', async () => {
    const bench = await startBench(rest, { config });
    let recover = (): void => {};
    bench.answer = (key) => {
      if (key === 'lost') return failed;
      return key === 'slow' ? new Promise((resolve) => void (recover = () => resolve(done))) : done;
    };
    await bench.schedule(['early']);
    await bench.idle();
    // With two workers the first has no slot left: it never hears of the failure.
    await bench.schedule(['slow']);
    const second = bench.secondWorker();
    (await second.start())._unsafeUnwrap();
    await bench.clock.advance(6_000);
    await bench.schedule(['lost']);
    await bench.clock.advance(1_000);
    expect([await parkedOf(bench, 'lost'), second.stats().settled]).toEqual(['exhausted', 1]);
    const stopped = second.stop(1_000);
    await bench.clock.advance(1_000);
    await stopped;
    bench.answer = () => done;
    recover();
    await bench.clock.advance(61_000);
    expect(await bench.state('lost')).toBeNull();
  });

  test('MUST be tried again after a success that came between its failure and the writing of it', async () => {
    const bench = await startBench(rest, { config });
    let answers = 0;
    bench.answer = () => ((answers += 1) === 1 ? failed : done);
    await bench.schedule(['lost', 'fine']);
    await bench.clock.advance(1_000);
    expect([bench.sent.slice(0, 2), await bench.state('lost')]).toEqual([['lost', 'fine'], null]);
  });

  test('MUST be tried again when it was parked while the answer of a re-drive was on its way', async () => {
    let redrives = 0;
    const bench = await startBench(rest, {
      config: { ...config, concurrency: 3 },
      wrap: (transactor) => ({
        run: (work) => {
          const before = redrives;
          const result = transactor.run((stores) =>
            work({
              ...stores,
              work: {
                ...stores.work,
                redrive: (...what) => {
                  redrives += 1;
                  return stores.work.redrive(...what);
                },
              },
            }),
          );
          const late = async (): Promise<Awaited<typeof result>> => {
            const end = await result;
            if (redrives > before) await after(1_000);
            return end;
          };
          return new ResultAsync(late());
        },
      }),
    });
    const after = (ms: number): Promise<void> => new Promise((resolve) => void bench.clock.timer(ms, resolve));
    bench.answer = async (key) => {
      if (key !== 'early') await after(500);
      return key === 'lost' && redrives === 1 ? failed : done;
    };
    await bench.schedule(['early', 'lost', 'fine']);
    await bench.clock.advance(800);
    expect([redrives, await parkedOf(bench, 'lost'), await bench.state('fine')]).toEqual([1, 'exhausted', null]);
    await bench.clock.advance(62_000);
    expect(await bench.state('lost')).toBeNull();
  });

  test('MUST be tried again when the lane is opened, whoever opens it', async () => {
    const breaker = { failureShare: 0.5, minimum: 2, windowMs: 30_000, openMs: 600_000, maxOpenMs: 600_000 };
    const bench = await startBench(rest, { config: { ...config, breaker } });
    bench.answer = () => failed;
    await bench.schedule(['a', 'b']);
    await bench.clock.advance(5_000);
    expect([await parkedOf(bench, 'a'), (await bench.laneNow()).trips]).toEqual(['exhausted', 1]);
    bench.answer = () => done;
    (await bench.transactor.run((stores) => stores.lanes.reopen(bench.lane.id)))._unsafeUnwrap();
    await bench.clock.advance(2_000);
    expect([await bench.state('a'), await bench.state('b')]).toEqual([null, null]);
  });

  test('MUST be tried again at most once a minute while some keys fail and others do not', async () => {
    const bench = await startBench(rest, { config });
    bench.answer = (key) => (key === 'lost' ? failed : done);
    await bench.schedule(['lost']);
    for (let second = 0; second < 300; second += 1) {
      await bench.schedule([`fine-${second}`]);
      await bench.clock.advance(1_000);
    }
    const tries = bench.sent.filter((key) => key === 'lost').length;
    expect(tries).toBeGreaterThanOrEqual(5);
    expect(tries).toBeLessThanOrEqual(7);
  });
});
