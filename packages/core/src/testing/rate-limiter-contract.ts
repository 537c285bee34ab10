import fc from 'fast-check';
import type { Millis } from '../ports/instant.ts';
import type { RateAsk, RateBucket, RateGrant, RateLimiter } from '../ports/rate-limiter.ts';
import { must, mustEqual, type ContractCase } from './contract-case.ts';

/** A limiter with no buckets yet, whose clock the suite moves. */
export interface RateLimiterSubject {
  /** A limiter over the common buckets, as one process has it. */
  open(): RateLimiter;
  advance(ms: Millis): Promise<void>;
  /** How many buckets are remembered once this much time has passed; a real server may let it pass for real. */
  rememberedAfter(ms: Millis): Promise<number>;
  /** How many random histories to try. */
  readonly runs: number;
}

const bucket = (key: string, perSecond = 1, burst = 5): RateBucket => ({ key, perSecond, burst });

const take = async (limiter: RateLimiter, ...asks: readonly RateAsk[]): Promise<readonly RateGrant[]> => {
  const grants = (await limiter.take(asks))._unsafeUnwrap();
  mustEqual(grants.length, asks.length, 'an answer for each ask');
  return grants;
};

const takeOne = async (limiter: RateLimiter, from: RateBucket, wanted: number): Promise<RateGrant> => {
  const [grant] = await take(limiter, { ...from, wanted });
  must(grant !== undefined, 'an answer');
  return grant as RateGrant;
};

const giveBack = async (limiter: RateLimiter, to: RateBucket, unused: number): Promise<void> => {
  (await limiter.giveBack([{ ...to, unused }]))._unsafeUnwrap();
};

/** A limiter that has begun so long ago that all these buckets are full. */
const openFull = async (subject: RateLimiterSubject, ...buckets: readonly RateBucket[]): Promise<RateLimiter> => {
  const limiter = subject.open();
  await takeOne(limiter, bucket('first of all'), 0);
  await subject.advance(Math.max(...buckets.map(({ perSecond, burst }) => (burst * 1_000) / perSecond)));
  return limiter;
};

/** What is between two answers for fractions that come out a hair apart. */
const hair = 1e-6;

type Step =
  | { readonly kind: 'pass'; readonly ms: Millis }
  | { readonly kind: 'take' | 'give back'; readonly by: number; readonly of: number; readonly count: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('pass' as const), ms: fc.nat(3_000) }),
  fc.record({
    kind: fc.constantFrom('take' as const, 'take' as const, 'give back' as const),
    by: fc.nat(1),
    of: fc.nat(1),
    count: fc.nat(6),
  }),
);

/** What every `RateLimiter` promises. */
export const rateLimiterContract: readonly ContractCase<RateLimiterSubject>[] = [
  {
    name: 'MUST grant what a token bucket holds, whole tokens at a time, whoever asks and whatever came before',
    run: (subject) => {
      let histories = 0;
      return fc.assert(
        fc.asyncProperty(
          fc.array(step, { minLength: 10, maxLength: 40 }),
          fc.constantFrom<number[]>(0.5, 2, 3.7),
          fc.constantFrom<number[]>(1, 2.5, 8),
          async (steps, perSecond, burst) => {
            histories += 1;
            const buckets = [0, 1].map((of) => bucket(`history ${histories} ${of}`, perSecond, burst));
            const limiters = [await openFull(subject, bucket('', perSecond, burst)), subject.open()];
            const held = buckets.map(() => burst);
            const unused = buckets.map(() => 0);
            for (const one of steps) {
              if (one.kind === 'pass') {
                await subject.advance(one.ms);
                for (const of of held.keys())
                  held[of] = Math.min(burst, (held[of] ?? 0) + (one.ms * perSecond) / 1_000);
                continue;
              }
              const [from, limiter] = [buckets[one.of], limiters[one.by]];
              if (from === undefined || limiter === undefined) continue;
              const had = held[one.of] ?? 0;
              if (one.kind === 'give back') {
                const count = Math.min(one.count, unused[one.of] ?? 0);
                await giveBack(limiter, from, count);
                unused[one.of] = (unused[one.of] ?? 0) - count;
                held[one.of] = Math.min(burst, had + count);
                continue;
              }
              const { granted, left } = await takeOne(limiter, from, one.count);
              const allowed = [had - hair, had + hair].map((tokens) => Math.min(one.count, Math.floor(tokens)));
              must(allowed.includes(granted), `granted ${granted} of ${one.count} where there were ${had}`);
              held[one.of] = had - granted;
              unused[one.of] = (unused[one.of] ?? 0) + granted;
              must(Math.abs(left - Math.floor(had - granted + hair)) <= 1, `said that ${left} of ${had} were left`);
            }
          },
        ),
        { numRuns: subject.runs },
      );
    },
  },
  {
    name: 'MUST never grant more than there is to many who ask at once',
    run: async (subject) => {
      const busy = bucket('busy', 1, 50);
      await openFull(subject, busy);
      const grants = await Promise.all(Array.from({ length: 40 }, () => takeOne(subject.open(), busy, 3)));
      mustEqual(
        grants.reduce((sum, { granted }) => sum + granted, 0),
        50,
        'granted in all',
      );
      mustEqual(grants.filter(({ granted }) => granted === 3).length, 16, 'served in full');
    },
  },
  {
    name: 'MUST begin with one token, so that whoever loses all buckets grants no burst',
    run: async (subject) => {
      const limiter = subject.open();
      const fresh = await take(limiter, { ...bucket('one'), wanted: 5 }, { ...bucket('two', 0.5, 3), wanted: 5 });
      mustEqual(
        fresh.map(({ granted }) => granted),
        [1, 1],
        'at first',
      );
      await subject.advance(2_000);
      mustEqual((await takeOne(limiter, bucket('one'), 5)).granted, 2, 'what has flowed in');
      mustEqual((await takeOne(limiter, bucket('three'), 5)).granted, 3, 'what has flowed in and one, in a new one');
    },
  },
  {
    name: 'MUST answer in the order of the asks, each bucket by itself, the same one twice in turn',
    run: async (subject) => {
      const [slow, quick] = [bucket('slow', 1, 2), bucket('quick', 10, 20)];
      const limiter = await openFull(subject, slow, quick);
      const asks = [slow, quick, slow].map((one) => ({ ...one, wanted: 15 }));
      const grants = await take(limiter, ...asks);
      mustEqual(
        grants.map(({ granted, left }) => [granted, left]),
        [
          [2, 0],
          [15, 5],
          [0, 0],
        ],
        'granted and left',
      );
      mustEqual(await take(limiter), [], 'nothing for nothing');
    },
  },
  {
    name: 'MUST look without taking',
    run: async (subject) => {
      const seen = bucket('seen', 1, 3);
      const limiter = await openFull(subject, seen);
      for (const _ of [1, 2])
        mustEqual(await takeOne(limiter, seen, 0), { granted: 0, left: 3, retryInMs: 0 }, 'a look');
      mustEqual((await takeOne(limiter, seen, 9)).granted, 3, 'afterwards');
    },
  },
  {
    name: 'MUST say when the next token is there',
    run: async (subject) => {
      const slow = bucket('slow', 0.25, 2);
      const limiter = await openFull(subject, slow);
      mustEqual(await takeOne(limiter, slow, 1), { granted: 1, left: 1, retryInMs: 0 }, 'one is left');
      mustEqual(await takeOne(limiter, slow, 2), { granted: 1, left: 0, retryInMs: 4_000 }, 'none is left');
      await subject.advance(2_990);
      mustEqual((await takeOne(limiter, slow, 1)).retryInMs, 1_010, 'part of one is there');
      await subject.advance(1_000);
      mustEqual((await takeOne(limiter, slow, 1)).granted, 0, 'just before');
      await subject.advance(11);
      mustEqual((await takeOne(limiter, slow, 1)).granted, 1, 'then');
    },
  },
  {
    name: 'MUST take back what was not used, up to the burst',
    run: async (subject) => {
      const shared = bucket('shared', 1, 4);
      const limiter = await openFull(subject, shared);
      mustEqual((await takeOne(limiter, shared, 4)).granted, 4, 'all of it');
      await giveBack(limiter, shared, 3);
      mustEqual((await takeOne(subject.open(), shared, 9)).granted, 3, 'given back');
      await subject.advance(3_000);
      await giveBack(limiter, shared, 3);
      mustEqual((await takeOne(limiter, shared, 9)).granted, 4, 'never more than fits');
      await giveBack(limiter, bucket('never used', 1, 4), 2);
      mustEqual((await takeOne(limiter, bucket('never used', 1, 4), 9)).granted, 4, 'nor into a full one');
    },
  },
  {
    name: 'MUST follow a changed limit at once',
    run: async (subject) => {
      const limiter = await openFull(subject, bucket('changed', 1, 10));
      mustEqual((await takeOne(limiter, bucket('changed', 1, 10), 2)).left, 8, 'before');
      mustEqual((await takeOne(limiter, bucket('changed', 1, 3), 9)).granted, 3, 'a smaller burst');
      await subject.advance(1_000);
      mustEqual((await takeOne(limiter, bucket('changed', 5, 10), 9)).granted, 5, 'a higher rate');
    },
  },
  {
    name: 'MUST remember a slow bucket for as long as it is not full, and forget it then',
    run: async (subject) => {
      const [slow, quick] = [bucket('slow', 0.000_1, 3), bucket('quick', 1_000, 5)];
      const limiter = await openFull(subject, slow, quick);
      mustEqual((await takeOne(limiter, slow, 3)).granted, 3, 'the burst');
      await subject.advance(3_600_000);
      mustEqual((await takeOne(limiter, slow, 3)).granted, 0, 'an hour later');
      for (let at = 0; at < 20; at += 1) await takeOne(limiter, { ...quick, key: `quick ${at}` }, 5);
      mustEqual(await subject.rememberedAfter(3_000), 1, 'only the slow one');
    },
  },
];
