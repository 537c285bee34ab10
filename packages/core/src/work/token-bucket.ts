import type { Millis } from '../ports/instant.ts';
import type { LaneConfig } from './lane.ts';

/** What one worker may still start in a lane with a rate. */
export interface TokenBucket {
  readonly tokens: number;
  /** Monotonic time at which `tokens` was right. */
  readonly at: Millis;
}

export type Rate = NonNullable<LaneConfig['rate']>;

/** One worker's part of a rate that holds over all of them. */
export const shareOfRate = (rate: Rate, alive: number): Rate => ({
  perSecond: rate.perSecond / alive,
  burst: Math.max(1, rate.burst / alive),
});

export const fullBucket = (rate: Rate, at: Millis): TokenBucket => ({ tokens: rate.burst, at });

/** The bucket as it stands at a later time; a rate that has shrunk takes effect at once. */
export const refilled = (bucket: TokenBucket, rate: Rate, at: Millis): TokenBucket => ({
  tokens: Math.min(rate.burst, bucket.tokens + (Math.max(0, at - bucket.at) * rate.perSecond) / 1_000),
  at,
});

export const spent = (bucket: TokenBucket, count: number): TokenBucket => ({
  tokens: bucket.tokens - count,
  at: bucket.at,
});

/** How long until one whole token is there; `Infinity` when none ever comes. */
export const untilTokenMs = (bucket: TokenBucket, rate: Rate): Millis => {
  if (bucket.tokens >= 1) return 0;
  return rate.perSecond <= 0 ? Infinity : Math.ceil(((1 - bucket.tokens) * 1_000) / rate.perSecond);
};
