import { okAsync } from 'neverthrow';
import type { Clock } from '../ports/clock.ts';
import type { Millis } from '../ports/instant.ts';
import type { RateBucket, RateLimiter } from '../ports/rate-limiter.ts';
import { refilled, spent, untilTokenMs, type TokenBucket } from '../work/token-bucket.ts';

export interface MemoryRateLimiter extends RateLimiter {
  /** How many buckets it remembers. */
  size(): number;
}

interface Kept {
  readonly bucket: TokenBucket;
  readonly fullAt: Millis;
}

const sweepEveryMs: Millis = 1_000;

/** Limits in the memory of one process; it begins when it is made. */
export const createMemoryRateLimiter = (clock: Pick<Clock, 'monotonic'>): MemoryRateLimiter => {
  const kept = new Map<string, Kept>();
  const since = clock.monotonic();
  let sweptAt = since;
  const sweep = (now: Millis): void => {
    sweptAt = now;
    for (const [key, { fullAt }] of kept) if (fullAt <= now) kept.delete(key);
  };
  const bucketNow = (rate: RateBucket, now: Millis): TokenBucket =>
    refilled(kept.get(rate.key)?.bucket ?? { tokens: 1, at: since }, rate, now);
  const keep = ({ key, perSecond, burst }: RateBucket, bucket: TokenBucket): void => {
    const fullInMs = ((burst - bucket.tokens) * 1_000) / perSecond;
    if (fullInMs > 0) kept.set(key, { bucket, fullAt: bucket.at + fullInMs });
    else kept.delete(key);
  };
  return {
    take: (asks) => {
      const now = clock.monotonic();
      if (now - sweptAt >= sweepEveryMs) sweep(now);
      return okAsync(
        asks.map((ask) => {
          const before = bucketNow(ask, now);
          const granted = Math.max(0, Math.min(ask.wanted, Math.floor(before.tokens)));
          const bucket = spent(before, granted);
          if (granted > 0) keep(ask, bucket);
          return {
            granted,
            left: Math.max(0, Math.floor(bucket.tokens)),
            retryInMs: ask.burst < 1 ? Infinity : untilTokenMs(bucket, ask),
          };
        }),
      );
    },
    giveBack: (returns) => {
      const now = clock.monotonic();
      for (const back of returns) keep(back, refilled(spent(bucketNow(back, now), -back.unused), back, now));
      return okAsync(undefined);
    },
    size: () => kept.size,
  };
};
