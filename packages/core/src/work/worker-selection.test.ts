import { describe, expect, test } from 'vitest';
import { startBench } from '../testing/work/worker-bench.ts';

declare const setImmediate: (run: () => void) => unknown;
const rest = (): Promise<void> => new Promise((done) => void setImmediate(done));
const many = Array.from({ length: 30 }, (_, index) => `key-${index}`);

describe('A worker that serves selected lanes', () => {
  test('MUST leave the others alone, probes and re-drives included', async () => {
    const bench = await startBench(rest, { worker: { lanes: ['push/*', '!push/two'] } });
    const two = await bench.addLane('push/two');
    await bench.transactor.run((stores) => stores.lanes.close(two.id, 0, 'breaker', true));
    await bench.schedule(['a']);
    await bench.schedule(['b'], { lane: two });
    await bench.clock.advance(120_000);
    expect(bench.sent).toEqual(['a']);
    expect(bench.worker.stats().lanes.map(({ name }) => name)).toEqual(['push/one']);
    await bench.idle();
    await bench.worker.stop(100);
  });

  test('MUST have no part in the concurrency of lanes that it does not serve', async () => {
    const bench = await startBench(rest, { config: { concurrency: 9 }, worker: { lanes: ['*', '!push/one'] } });
    const other = bench.secondWorker({ lanes: ['push/one'] });
    (await other.start())._unsafeUnwrap();
    bench.answer = () => new Promise(() => {});
    await bench.schedule(many);
    await bench.clock.advance(6_000);
    expect([bench.worker.stats().inFlight, other.stats().inFlight]).toEqual([0, 9]);
  });

  test('MUST share the lanes that both serve', async () => {
    const bench = await startBench(rest, { config: { concurrency: 9 } });
    const other = bench.secondWorker({ lanes: ['push/one'] });
    (await other.start())._unsafeUnwrap();
    await bench.clock.advance(6_000);
    bench.answer = () => new Promise(() => {});
    await bench.schedule(many);
    await bench.clock.advance(2_000);
    expect([bench.worker.stats().inFlight, other.stats().inFlight]).toEqual([5, 4]);
  });

  test('MUST NOT ask the store because somebody rings for the lanes of others', async () => {
    let transactions = 0;
    const bench = await startBench(rest, {
      worker: { lanes: ['push/one'] },
      wrap: (transactor) => ({
        run: (work) => {
          transactions += 1;
          return transactor.run(work);
        },
      }),
    });
    const two = await bench.addLane('push/two');
    await bench.clock.advance(10_000);
    transactions = 0;
    for (let ring = 0; ring < 1_000; ring += 1) {
      bench.doorbell.ring([{ lane: two.id, keys: ['b'] }]);
      await bench.clock.advance(10);
    }
    expect(transactions).toBeLessThanOrEqual(10 + 3 * 2 + 2);
  });
});
