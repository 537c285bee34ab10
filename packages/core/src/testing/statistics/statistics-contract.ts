import fc from 'fast-check';
import type { ResultAsync } from 'neverthrow';
import type { Instant, Millis } from '../../ports/instant.ts';
import type { Transactor } from '../../ports/transactor.ts';
import type { CauseSum, StatisticsStores } from '../../statistics/ports.ts';
import { sumAttempts } from '../../statistics/sum-attempts.ts';
import type { Attempt } from '../../work/attempt.ts';
import type { AttemptOutcome } from '../../work/outcome.ts';
import type { WorkStores } from '../../work/ports.ts';
import { must, mustEqual, type ContractCase } from '../contract-case.ts';

/** Empty stores to try out; their clock stands still unless it is moved. */
export interface StatisticsBench {
  readonly transactor: Transactor<StatisticsStores & Pick<WorkStores, 'attempts'>>;
  advance(ms: Millis): Promise<void>;
  now(): Promise<Instant>;
  /** How many histories a property tries. */
  readonly runs: number;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const run = async <T, E>(
  { transactor }: StatisticsBench,
  work: (stores: StatisticsStores & Pick<WorkStores, 'attempts'>) => ResultAsync<T, E>,
): Promise<T> => {
  const result = await transactor.run(work);
  if (result.isErr()) throw new Error(`the store failed: ${JSON.stringify(result.error)}`);
  return result.value;
};

const sample = (claim: number, claimedAt: Instant, part: Partial<Attempt> = {}): Attempt => ({
  claim,
  lane: 1,
  key: `key-${claim}`,
  session: 1,
  claimedAt,
  outcome: 'done',
  reason: null,
  operation: 'create',
  version: claimedAt - 1_500,
  durationMs: 40,
  exchanges: [],
  ...part,
});

const outcomes: readonly AttemptOutcome[] = ['done', 'deferred', 'failed', 'refused', 'unknown', 'interrupted'];

/** Attempts of the last six hours, in milliseconds before now. */
const arbitraryAttempts = fc.array(
  fc.record({
    ago: fc.integer({ min: 1, max: 6 * hourMs }),
    lane: fc.constantFrom(1, 2),
    outcome: fc.constantFrom(...outcomes),
    operation: fc.constantFrom('create', null),
    durationMs: fc.integer({ min: 0, max: 20_000 }),
    late: fc.option(fc.integer({ min: 0, max: 400_000 })),
  }),
  { maxLength: 60 },
);

/** Looks at the log by the hour and as a whole. */
const startsAround = (now: Instant): readonly (readonly Instant[])[] => {
  const end = Math.floor(now / hourMs) * hourMs + hourMs;
  const hours = Array.from({ length: 9 }, (_, index) => end - (8 - index) * hourMs);
  return [hours, [hours[0] ?? 0, end], [end - 3 * hourMs, end - hourMs]];
};

type Named = readonly [name: string, run: (bench: StatisticsBench) => Promise<void>];

const cases: readonly Named[] = [
  [
    'MUST tell the same before hours are summed up, afterwards, and when the log is gone',
    async (bench) => {
      await bench.advance(10 * dayMs);
      let claim = 0;
      await fc.assert(
        fc.asyncProperty(arbitraryAttempts, fc.integer({ min: 1, max: 9 }), async (items, hours) => {
          await bench.advance(3 * dayMs);
          const now = await bench.now();
          const attempts = items.map(({ ago, late, ...part }) =>
            sample((claim += 1), now - ago, { ...part, version: late === null ? null : now - ago - late }),
          );
          await run(bench, (stores) => stores.attempts.record(attempts));
          const all = startsAround(now);
          const read = async (): Promise<unknown> => {
            const found: unknown[] = [];
            for (const starts of all) found.push(await run(bench, (stores) => stores.attemptSums.read([1, 2], starts)));
            return found;
          };
          const expected = all.map((starts) => sumAttempts(attempts, starts));
          mustEqual(await read(), expected, 'from the log');
          await run(bench, (stores) => stores.attemptSums.rollUp(hours));
          mustEqual(await read(), expected, 'partly summed up');
          for (let round = 0; round < 3; round += 1) await run(bench, (stores) => stores.attemptSums.rollUp(1_000));
          mustEqual(await read(), expected, 'summed up');
          await bench.advance(2 * dayMs);
          await run(bench, (stores) => stores.attemptSums.rollUp(1_000));
          await run(bench, (stores) => stores.attempts.maintain(1, 1));
          mustEqual(await read(), expected, 'without the log');
        }),
        { numRuns: bench.runs },
      );
    },
  ],
  [
    'MUST leave hours open until they have been over for a quarter of an hour, and say how many are left',
    async (bench) => {
      const start = Math.ceil((await bench.now()) / hourMs) * hourMs;
      await bench.advance(start - (await bench.now()));
      await run(bench, (stores) => stores.attempts.record([sample(1, start + 10)]));
      const sums = (): Promise<number> =>
        run(bench, (stores) => stores.attemptSums.read([1], [start, start + hourMs])).then((found) =>
          found.reduce((sum, { count }) => sum + count, 0),
        );
      await bench.advance(hourMs + 14 * 60_000);
      mustEqual(await run(bench, (stores) => stores.attemptSums.rollUp(10)), 0, 'not over for long enough');
      await run(bench, (stores) => stores.attempts.record([sample(2, start + 20)]));
      mustEqual(await sums(), 2, 'what came late is counted');
      await bench.advance(4 * hourMs);
      mustEqual(await run(bench, (stores) => stores.attemptSums.rollUp(1)), 3, 'an hour at a time');
      mustEqual(await run(bench, (stores) => stores.attemptSums.rollUp(100)), 0, 'the rest');
      mustEqual(await sums(), 2, 'as before');
      mustEqual(await run(bench, (stores) => stores.attemptSums.read([2], [start, start + hourMs])), [], 'other lanes');
      mustEqual(await run(bench, (stores) => stores.attemptSums.read([], [start, start + hourMs])), [], 'no lane');
    },
  ],
  [
    'MUST put causes together over hours, with the latest words',
    async (bench) => {
      const start = Math.ceil((await bench.now()) / hourMs) * hourMs;
      await bench.advance(start - (await bench.now()));
      const told = (claim: number, at: Instant, outcome: AttemptOutcome, reason: string | null, lane = 1): Attempt =>
        sample(claim, at, { outcome, reason, lane });
      await run(bench, (stores) =>
        stores.attempts.record([
          told(1, start + 1, 'refused', 'no person T001'),
          told(2, start + 2, 'refused', 'no person T002'),
          told(3, start + hourMs + 3, 'refused', 'no person T003'),
          told(4, start + 4, 'failed', null),
          told(5, start + 5, 'refused', 'no person T001', 2),
          told(6, start + 6, 'done', 'no person T001'),
          told(7, start + 7, 'deferred', 'too fast'),
        ]),
      );
      await bench.advance(4 * hourMs);
      const told1 = [
        {
          lane: 1,
          outcome: 'refused',
          cause: 'no person #',
          count: 3,
          lastAt: start + hourMs + 3,
          words: 'no person T003',
        },
        { lane: 1, outcome: 'failed', cause: '', count: 1, lastAt: start + 4, words: '' },
      ];
      const causes = (): Promise<readonly CauseSum[]> =>
        run(bench, (stores) => stores.attemptSums.causes([1], start, 10));
      mustEqual(await causes(), told1, 'from the log');
      await run(bench, (stores) => stores.attemptSums.rollUp(1));
      mustEqual(await causes(), told1, 'partly summed up');
      await run(bench, (stores) => stores.attemptSums.rollUp(100));
      await run(bench, (stores) => stores.attemptSums.rollUp(100));
      mustEqual(await causes(), told1, 'summed up');
      mustEqual((await run(bench, (stores) => stores.attemptSums.causes([1], start, 1))).length, 1, 'a bounded number');
      mustEqual(
        (await run(bench, (stores) => stores.attemptSums.causes([1], start + hourMs, 10))).map(({ count }) => count),
        [1],
        'since then',
      );
      await run(bench, (stores) => stores.attemptSums.prune(start + hourMs));
      mustEqual(
        (await run(bench, (stores) => stores.attemptSums.causes([1], start, 10))).map(({ count }) => count),
        [1],
        'older ones are gone',
      );
      mustEqual(
        (await run(bench, (stores) => stores.attemptSums.read([1], [start, start + 2 * hourMs]))).map(
          ({ count }) => count,
        ),
        [1],
        'older sums too',
      );
    },
  ],
  [
    'MUST look at the sizes of tables once a day',
    async (bench) => {
      const now = await bench.now();
      await run(bench, (stores) => stores.storeSizes.sample());
      await run(bench, (stores) => stores.attempts.record([sample(1, now), sample(2, now)]));
      await bench.advance(60_000);
      await run(bench, (stores) => stores.storeSizes.sample());
      await bench.advance(dayMs);
      await run(bench, (stores) => stores.storeSizes.sample());
      const sizes = (await run(bench, (stores) => stores.storeSizes.list(0))).filter(
        ({ table }) => table === 'attempt',
      );
      mustEqual(
        sizes.map(({ at, rows }) => [at, rows]),
        [
          [now + 60_000, 2],
          [now + 60_000 + dayMs, 2],
        ],
        'one look a day, the later one',
      );
      must(
        sizes.every(({ bytes }) => bytes >= 0),
        'bytes are not negative',
      );
      await run(bench, (stores) => stores.storeSizes.prune(now + dayMs));
      must(
        (await run(bench, (stores) => stores.storeSizes.list(0))).every(({ at }) => at >= now + dayMs),
        'older looks are gone',
      );
    },
  ],
];

/** What is promised of the stores that statistics are kept in. Each case wants empty stores. */
export const statisticsContract: readonly ContractCase<StatisticsBench>[] = cases.map(([name, steps]) => ({
  name,
  run: steps,
}));
