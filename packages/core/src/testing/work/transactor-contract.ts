import { errAsync, okAsync, ResultAsync } from 'neverthrow';
import { must, mustEqual, type ContractCase } from '../contract-case.ts';
import { storeCases, type StoreBench } from './store-bench.ts';

/** What a `Transactor` over the kernel's stores promises, by example. */
export const transactorContract: readonly ContractCase<StoreBench>[] = storeCases([
  [
    'MUST leave nothing behind when the function answers an error',
    async (bench) => {
      const lane = await bench.lane();
      const result = await bench.transactor.run((stores) =>
        stores.work
          .schedule([{ lane: lane.id, key: 'a', class: 'live', delayMs: 0, uncertain: false }])
          .andThen(() => stores.lanes.setPaused(lane.id, true))
          .andThen(() => errAsync({ code: 'NO' as const })),
      );
      must(result.isErr() && result.error.code === 'NO', 'the error is passed on');
      mustEqual(await bench.find(lane, 'a'), null, 'no row');
      mustEqual((await bench.run((stores) => stores.lanes.find(lane)))?.paused, false, 'no change');
    },
  ],
  [
    'MUST leave nothing behind when the function throws, and throw on',
    async (bench) => {
      const lane = await bench.lane();
      let thrown: unknown = null;
      try {
        await bench.transactor.run((stores) =>
          stores.work.schedule([{ lane: lane.id, key: 'a', class: 'live', delayMs: 0, uncertain: false }]).map(() => {
            throw new Error('a bug');
          }),
        );
      } catch (error) {
        thrown = error;
      }
      must(thrown instanceof Error && thrown.message === 'a bug', 'thrown on');
      mustEqual(await bench.find(lane, 'a'), null, 'no row');
    },
  ],
  [
    'MUST throw at once when a transaction is started inside another',
    async (bench) => {
      let thrown = false;
      try {
        await bench.transactor.run(() => bench.transactor.run(() => okAsync(1)));
      } catch {
        thrown = true;
      }
      must(thrown, 'nesting throws');
      mustEqual(await bench.run(() => okAsync(2)), 2, 'and harms nothing that follows');
    },
  ],
  [
    'MUST let concurrent transactions take their turns',
    async (bench) => {
      const lane = await bench.lane();
      await Promise.all(Array.from({ length: 8 }, () => bench.schedule(lane, 'a')));
      mustEqual((await bench.find(lane, 'a'))?.generation, 8, 'no update is lost');
    },
  ],
  [
    'MUST show a transaction its own writes',
    async (bench) => {
      const lane = await bench.lane();
      const found = await bench.run((stores) =>
        stores.work
          .schedule([{ lane: lane.id, key: 'a', class: 'live', delayMs: 0, uncertain: false }])
          .andThen(() => new ResultAsync(Promise.resolve(stores.work.find([{ lane: lane.id, key: 'a' }])))),
      );
      mustEqual(found.length, 1, 'its own row');
    },
  ],
]);
