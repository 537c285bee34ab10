import { errAsync, ResultAsync } from 'neverthrow';
import { createMemoryRateLimiter } from '../memory/memory-rate-limiter.ts';
import type { Clock } from '../ports/clock.ts';
import type { RateBucket, RateLimiter } from '../ports/rate-limiter.ts';

/** A broken limiter of one world, opened as often as there are processes. */
export interface BrokenRateLimiter {
  open(): RateLimiter;
  remembered(): number;
}

/** Broken limiters in memory; the contract must catch each of them. */
export interface RateLimiterMutant {
  /** Completes "a limiter that …". */
  readonly name: string;
  readonly start: (clock: Pick<Clock, 'monotonic'>) => BrokenRateLimiter;
}

type Break = (right: RateLimiter, clock: Pick<Clock, 'monotonic'>) => Partial<RateLimiter>;

const mutant = (name: string, broken: Break, part: Partial<BrokenRateLimiter> = {}): RateLimiterMutant => ({
  name,
  start: (clock) => {
    const right = createMemoryRateLimiter(clock);
    const limiter: RateLimiter = { ...right, ...broken(right, clock) };
    return { open: () => limiter, remembered: right.size, ...part };
  },
});

/** Sees other buckets than those it is asked for. */
const seeing =
  (look: (bucket: RateBucket, now: number) => Partial<RateBucket>): Break =>
  (right, clock) => ({
    take: (asks) => right.take(asks.map((ask) => ({ ...ask, ...look(ask, clock.monotonic()) }))),
    giveBack: (returns) => right.giveBack(returns.map((one) => ({ ...one, ...look(one, clock.monotonic()) }))),
  });

const laterThan =
  (beganBeforeMs: number): RateLimiterMutant['start'] =>
  (clock) => {
    let isFirst = true;
    const began = (): number => {
      const now = clock.monotonic() - (isFirst ? beganBeforeMs : 0);
      isFirst = false;
      return now;
    };
    const limiter = createMemoryRateLimiter({ monotonic: began });
    return { open: () => limiter, remembered: limiter.size };
  };

const firstSizes = (): ((bucket: RateBucket) => Partial<RateBucket>) => {
  const sizes = new Map<string, Partial<RateBucket>>();
  return ({ key, perSecond, burst }) => {
    if (!sizes.has(key)) sizes.set(key, { perSecond, burst });
    return sizes.get(key) ?? {};
  };
};

export const rateLimiterMutants: readonly RateLimiterMutant[] = [
  mutant('grants whatever is wanted', (right) => ({
    take: (asks) =>
      right.take(asks).map((grants) => grants.map((one, index) => ({ ...one, granted: asks[index]?.wanted ?? 0 }))),
  })),
  mutant('looks first and takes afterwards', (right) => ({
    take: (asks) =>
      right
        .take(asks.map((ask) => ({ ...ask, wanted: 0 })))
        .andThen((seen) => ResultAsync.fromSafePromise(Promise.resolve(seen)))
        .andThen((seen) =>
          right.take(asks).map((grants) =>
            grants.map((one, index) => ({
              ...one,
              granted: Math.min(asks[index]?.wanted ?? 0, seen[index]?.left ?? 0),
            })),
          ),
        ),
  })),
  {
    name: 'counts for each process by itself',
    start: (clock) => {
      const opened: { size(): number }[] = [];
      return {
        open: () => {
          const limiter = createMemoryRateLimiter(clock);
          opened.push(limiter);
          return limiter;
        },
        remembered: () => opened.reduce((sum, limiter) => sum + limiter.size(), 0),
      };
    },
  },
  {
    name: 'forgets to refill',
    start: () => {
      const limiter = createMemoryRateLimiter({ monotonic: () => 0 });
      return { open: () => limiter, remembered: limiter.size };
    },
  },
  mutant(
    'ignores the burst',
    seeing(({ burst }) => ({ burst: burst * 10 })),
  ),
  mutant('refills whole seconds only', (_right, clock) =>
    createMemoryRateLimiter({ monotonic: () => Math.floor(clock.monotonic() / 1_000) * 1_000 }),
  ),
  mutant('grants all or nothing', (right) => ({
    take: (asks) =>
      right.take(asks).andThen((grants) => {
        const short = asks.flatMap((ask, index) => {
          const granted = grants[index]?.granted ?? 0;
          return granted < ask.wanted ? [{ ...ask, unused: granted }] : [];
        });
        return right.giveBack(short).map(() =>
          grants.map((one, index) => ({
            ...one,
            granted: one.granted < (asks[index]?.wanted ?? 0) ? 0 : one.granted,
          })),
        );
      }),
  })),
  mutant(
    'has one bucket for everybody',
    seeing(() => ({ key: 'everybody' })),
  ),
  mutant('answers in the wrong order', (right) => ({
    take: (asks) => right.take(asks).map((grants) => [...grants].reverse()),
  })),
  mutant('takes when it is to look', (right) => ({
    take: (asks) => right.take(asks.map((ask) => ({ ...ask, wanted: Math.max(1, ask.wanted) }))),
  })),
  mutant('keeps what is given back', () => ({ giveBack: () => ResultAsync.fromSafePromise(Promise.resolve()) })),
  mutant('fails when something is given back', () => ({
    giveBack: () => errAsync({ code: 'STORE_UNAVAILABLE', message: 'gone' }),
  })),
  mutant('takes back more than fits', (right) => {
    const extra = new Map<string, number>();
    return {
      take: (asks) =>
        right.take(asks).map((grants) =>
          grants.map((one, index) => {
            const { key = '', wanted = 0 } = asks[index] ?? {};
            const more = Math.min(wanted - one.granted, extra.get(key) ?? 0);
            extra.set(key, (extra.get(key) ?? 0) - more);
            return { ...one, granted: one.granted + more };
          }),
        ),
      giveBack: (returns) => {
        for (const { key, unused } of returns) extra.set(key, (extra.get(key) ?? 0) + unused);
        return right.giveBack([]);
      },
    };
  }),
  mutant('always says: at once', (right) => ({
    take: (asks) => right.take(asks).map((grants) => grants.map((one) => ({ ...one, retryInMs: 0 }))),
  })),
  mutant('counts seconds where milliseconds are meant', (right) => ({
    take: (asks) =>
      right.take(asks).map((grants) => grants.map((one) => ({ ...one, retryInMs: Math.ceil(one.retryInMs / 1_000) }))),
  })),
  { name: 'begins with full buckets', start: laterThan(1e12) },
  { name: 'begins with empty buckets', start: laterThan(-1_000) },
  { name: 'keeps the first size it has heard of', start: (clock) => mutant('', seeing(firstSizes())).start(clock) },
  mutant(
    'forgets a bucket within a minute',
    seeing(({ key }, now) => ({ key: `${key} ${Math.floor(now / 60_000)}` })),
  ),
  mutant('never forgets', () => ({}), { remembered: () => 1_000 }),
];
