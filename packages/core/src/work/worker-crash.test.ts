import { errAsync, type ResultAsync } from 'neverthrow';
import { describe, expect, test } from 'vitest';
import type { StoreFailure } from '../ports/store-failure.ts';
import { startBench } from '../testing/work/worker-bench.ts';
import type { Outcome } from './outcome.ts';

declare const setImmediate: (run: () => void) => unknown;
const rest = (): Promise<void> => new Promise((done) => void setImmediate(done));
const done: Outcome = { kind: 'done', more: false };

/** A bench whose first worker can be cut off from the store. */
const cuttable = async () => {
  const cut = { off: false };
  const bench = await startBench(rest, {
    wrap: (transactor) => ({
      run: <T, E>(work: Parameters<typeof transactor.run<T, E>>[0]): ResultAsync<T, E | StoreFailure> =>
        cut.off ? errAsync({ code: 'STORE_UNAVAILABLE', message: 'cut off' }) : transactor.run(work),
    }),
  });
  return { bench, cut };
};

describe('A worker that is lost', () => {
  test.each([
    [1, 3],
    [2, 1],
  ])(
    'MUST have its keys taken over, as uncertain, and run alone from the second time on: %d lost, %d at once',
    async (losses, atOnce) => {
      const { bench, cut } = await cuttable();
      bench.answer = () => new Promise(() => {});
      await bench.schedule(['a', 'b', 'c']);
      await bench.clock.advance(100);
      expect(bench.sent).toHaveLength(3);
      for (let lost = 1; lost < losses; lost += 1) {
        (await bench.transactor.run((stores) => stores.sessions.revokeStale(0, null)))._unsafeUnwrap();
        (await bench.transactor.run((stores) => stores.sessions.takeOver(3, 100)))._unsafeUnwrap();
        await bench.clock.advance(8_000);
        expect((await bench.state('a'))?.claimed).toBe(true);
      }
      const dead = bench.worker.stats().session;
      cut.off = true;
      const crashes: number[] = [];
      let now = 0;
      let most = 0;
      bench.answer = async (_key, _context, claim) => {
        crashes.push(claim.crashes);
        expect(claim.uncertain).toBe(true);
        most = Math.max(most, (now += 1));
        await new Promise<void>((resolve) => void bench.clock.timer(100, resolve));
        now -= 1;
        return done;
      };
      cut.off = false;
      (await bench.transactor.run((stores) => stores.sessions.revokeStale(0, null)))._unsafeUnwrap();
      (await bench.transactor.run((stores) => stores.sessions.takeOver(3, 100)))._unsafeUnwrap();
      await bench.clock.advance(12_000);
      expect(bench.worker.stats().session).not.toBe(dead);
      // What comes late has the key looked at once more, when it was done before.
      expect([crashes.slice(0, 3), crashes.slice(3).every((count) => count === 0), most]).toEqual([
        [losses, losses, losses],
        true,
        atOnce,
      ]);
      for (const key of ['a', 'b', 'c']) {
        expect(await bench.state(key)).toBeNull();
        const outcomes = (await bench.attempts(key)).map(({ outcome }) => outcome);
        expect([outcomes[0], outcomes.filter((outcome) => outcome === 'unknown').length]).toEqual(['done', losses]);
        expect(new Set(outcomes)).toEqual(new Set(['done', 'unknown']));
      }
    },
  );

  test('MUST, when it comes back, log what it did and have the key looked at again, nothing else', async () => {
    const { bench, cut } = await cuttable();
    let answer = (_outcome: Outcome): void => {};
    bench.answer = () => new Promise((resolve) => (answer = resolve));
    await bench.schedule(['a']);
    await bench.clock.advance(100);
    cut.off = true;
    answer(done);
    await bench.clock.advance(1_000);
    bench.answer = (_key, _context, claim) =>
      claim.uncertain ? done : { kind: 'refused', reason: 'must be uncertain' };
    (await bench.transactor.run((stores) => stores.sessions.revokeStale(0, null)))._unsafeUnwrap();
    (await bench.transactor.run((stores) => stores.sessions.takeOver(3, 100)))._unsafeUnwrap();
    expect((await bench.attempts('a'))[0]?.outcome).toBe('interrupted');
    cut.off = false;
    await bench.clock.advance(8_000);
    expect(bench.worker.stats().late).toBe(1);
    expect((await bench.attempts('a')).map(({ outcome }) => outcome)).toEqual(['done', 'done']);
    expect([bench.sent, await bench.state('a')]).toEqual([['a', 'a'], null]);
  });

  test('MUST be missed by nobody while the store was away for all', async () => {
    const { bench, cut } = await cuttable();
    const second = bench.secondWorker();
    (await second.start())._unsafeUnwrap();
    cut.off = true;
    await bench.clock.advance(120_000);
    cut.off = false;
    await bench.clock.advance(4_000);
    const before = [bench.worker.stats().session, second.stats().session];
    await bench.clock.advance(30_000);
    expect([bench.worker.stats().session, second.stats().session]).toEqual(before);
  });
});

describe('Stopping', () => {
  test('MUST wait for what is under way, claim no more and release nothing that was sent', async () => {
    const bench = await startBench(rest, { config: { concurrency: 1 } });
    bench.answer = async () => {
      await new Promise<void>((resolve) => void bench.clock.timer(3_000, resolve));
      return done;
    };
    await bench.schedule(['a', 'b']);
    await bench.clock.advance(100);
    let stopped = false;
    void bench.worker.stop(10_000).then(() => (stopped = true));
    await bench.clock.advance(2_000);
    expect(stopped).toBe(false);
    expect(await bench.clock.until(() => stopped, 5_000)).toBe(true);
    expect([bench.sent, await bench.state('a'), (await bench.state('b'))?.claimed]).toEqual([['a'], null, false]);
    expect(bench.clock.timers()).toBe(0);
  });

  test('MUST cut short at the bound what does not end, and know nothing of it', async () => {
    const bench = await startBench(rest);
    bench.answer = () => new Promise(() => {});
    await bench.schedule(['a']);
    await bench.clock.advance(100);
    let stopped = false;
    void bench.worker.stop(500).then(() => (stopped = true));
    expect(await bench.clock.until(() => stopped, 4_000)).toBe(true);
    const state = await bench.state('a');
    expect([state?.uncertain, state?.claimed, (await bench.attempts('a'))[0]?.outcome]).toEqual([
      true,
      false,
      'unknown',
    ]);
  });

  test('MUST take over what a killed process left behind when it starts as the only one', async () => {
    const bench = await startBench(rest, { worker: { exclusive: true } });
    bench.answer = () => new Promise(() => {});
    await bench.schedule(['a']);
    await bench.clock.advance(100);
    bench.answer = () => done;
    const next = bench.secondWorker();
    (await next.start())._unsafeUnwrap();
    await bench.clock.advance(200);
    expect(bench.sent).toEqual(['a', 'a']);
    expect((await bench.attempts('a')).map(({ outcome }) => outcome)).toEqual(['done', 'interrupted']);
    await next.stop(100);
  });
});
