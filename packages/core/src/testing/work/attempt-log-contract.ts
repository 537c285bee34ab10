import type { Attempt } from '../../work/attempt.ts';
import type { AttemptFilter } from '../../work/ports.ts';
import { mustEqual, type ContractCase } from '../contract-case.ts';
import { storeCases, type StoreBench } from './store-bench.ts';

const dayMs = 24 * 3_600_000;

const sample = (claim: number, claimedAt: number, part: Partial<Attempt> = {}): Attempt => ({
  claim,
  lane: 1,
  key: `key-${claim}`,
  session: 1,
  claimedAt,
  outcome: 'done',
  reason: null,
  operation: 'create',
  version: 7,
  durationMs: 12,
  exchanges: [
    {
      purpose: 'push',
      atMs: 1,
      durationMs: 11,
      request: {
        method: 'POST',
        url: 'http://127.0.0.1/todos',
        headers: { 'content-type': 'application/json' },
        body: '{"title":"张三的请假申请"}',
      },
      response: { status: 200, headers: {}, body: '{}' },
      error: null,
    },
  ],
  ...part,
});

const everything: AttemptFilter = { lanes: [1, 2], keys: null, outcomes: null, from: null, to: null };

/** What an `AttemptLog` promises, by example. */
export const attemptLogContract: readonly ContractCase<StoreBench>[] = storeCases([
  [
    'MUST give back what was recorded',
    async (bench) => {
      const attempt = sample(1, await bench.now());
      const silent = sample(2, await bench.now(), {
        outcome: 'unknown',
        reason: 'no answer',
        operation: null,
        version: null,
        exchanges: [{ ...attempt.exchanges[0]!, response: null, error: 'reset' }],
      });
      await bench.run((stores) => stores.attempts.record([attempt, silent]));
      mustEqual(await bench.run((stores) => stores.attempts.find(1)), attempt, 'as it was');
      mustEqual(await bench.run((stores) => stores.attempts.find(2)), silent, 'without an answer, too');
      mustEqual(await bench.run((stores) => stores.attempts.find(3)), null, 'nothing else');
    },
  ],
  [
    'MUST replace an attempt that is recorded again',
    async (bench) => {
      const now = await bench.now();
      await bench.run((stores) => stores.attempts.record([sample(1, now, { outcome: 'interrupted', exchanges: [] })]));
      await bench.run((stores) => stores.attempts.record([sample(1, now)]));
      await bench.run((stores) => stores.attempts.record([sample(1, now)]));
      mustEqual(
        await bench.run((stores) => stores.attempts.list(everything, null, 200)),
        [sample(1, now)],
        'exactly one row',
      );
    },
  ],
  [
    'MUST list newest first, page by page, without gap or repetition',
    async (bench) => {
      const now = await bench.now();
      const times = [0, 5, 5, 9, 9, 9, 12];
      await bench.run((stores) => stores.attempts.record(times.map((ago, index) => sample(index + 1, now - ago))));
      const seen: number[] = [];
      let after: Attempt | null = null;
      for (let page = 0; page < 10; page += 1) {
        const cursor: Attempt | null = after;
        const found: readonly Attempt[] = await bench.run((stores) => stores.attempts.list(everything, cursor, 2));
        seen.push(...found.map(({ claim }) => claim));
        after = found.at(-1) ?? null;
        if (after === null) break;
      }
      mustEqual(seen, [1, 3, 2, 6, 5, 4, 7], 'by time, then by claim, both descending');
    },
  ],
  [
    'MUST filter by lane, key, outcome and time',
    async (bench) => {
      const now = await bench.now();
      const attempts = [
        sample(1, now),
        sample(2, now - 10, { lane: 2 }),
        sample(3, now - 20, { outcome: 'failed' }),
        sample(4, now - 30, { key: 'key-1' }),
      ];
      await bench.run((stores) => stores.attempts.record(attempts));
      const list = async (filter: Partial<AttemptFilter>): Promise<readonly number[]> =>
        (await bench.run((stores) => stores.attempts.list({ ...everything, ...filter }, null, 200))).map(
          ({ claim }) => claim,
        );
      mustEqual(await list({ lanes: [2] }), [2], 'lane');
      mustEqual(await list({ lanes: [] }), [], 'no lane');
      mustEqual(await list({ keys: ['key-1'] }), [1, 4], 'key');
      mustEqual(await list({ outcomes: ['failed', 'unknown'] }), [3], 'outcome');
      mustEqual(await list({ from: now - 20, to: now }), [2, 3], 'from is included, to is not');
    },
  ],
  [
    'MUST sum up outcomes by lane',
    async (bench) => {
      const now = await bench.now();
      const attempts = [1, 2, 3].map((claim) => sample(claim, now, { durationMs: 40 }));
      await bench.run((stores) =>
        stores.attempts.record([
          ...attempts,
          sample(4, now, { outcome: 'failed', durationMs: 7 }),
          sample(5, now - 5_000),
        ]),
      );
      const found = await bench.run((stores) => stores.attempts.summary([1], now - 1_000));
      mustEqual(
        [...found].sort((a, b) => (a.outcome < b.outcome ? -1 : 1)),
        [
          { lane: 1, outcome: 'done', count: 3, medianMs: 40, p95Ms: 40 },
          { lane: 1, outcome: 'failed', count: 1, medianMs: 7, p95Ms: 7 },
        ],
        'summary',
      );
    },
  ],
  [
    'MUST forget exchanges first and attempts later',
    async (bench) => {
      const start = await bench.now();
      await bench.run((stores) => stores.attempts.record([sample(1, start)]));
      await bench.advance(8 * dayMs);
      await bench.run((stores) => stores.attempts.record([sample(2, start + 8 * dayMs)]));
      await bench.run((stores) => stores.attempts.maintain(30, 5));
      const found = await bench.run((stores) => stores.attempts.list(everything, null, 200));
      mustEqual(
        found.map(({ claim, exchanges }) => [claim, exchanges.length]),
        [
          [2, 1],
          [1, 0],
        ],
        'exchanges of the old one are gone',
      );
      await bench.run((stores) => stores.attempts.maintain(5, 5));
      mustEqual(
        (await bench.run((stores) => stores.attempts.list(everything, null, 200))).map(({ claim }) => claim),
        [2],
        'the old one is gone',
      );
    },
  ],
]);
