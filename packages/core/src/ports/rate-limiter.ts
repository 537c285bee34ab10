import type { ResultAsync } from 'neverthrow';
import type { Millis } from './instant.ts';
import type { StoreFailure } from './store-failure.ts';

/** A token bucket that all processes share. Its size comes with each use, so a changed limit takes effect at once. */
export interface RateBucket {
  /** Names it among all buckets of the limiter; up to 1,000 characters. */
  readonly key: string;
  /** Tokens that flow in each second; above 0, also below 1. */
  readonly perSecond: number;
  /** The most it holds; at least 1. */
  readonly burst: number;
}

export interface RateAsk extends RateBucket {
  /** Whole tokens to take, as many of them as there are; 0 only looks. */
  readonly wanted: number;
}

export interface RateReturn extends RateBucket {
  /** Whole tokens that were granted and not used. */
  readonly unused: number;
}

export interface RateGrant {
  /** 0 to `wanted`. */
  readonly granted: number;
  /** Whole tokens still there. */
  readonly left: number;
  /** How long until a whole token is there; 0 when one is, `Infinity` when none ever comes. */
  readonly retryInMs: Millis;
}

/**
 * Limits that hold over all processes. One clock decides, the limiter's own; each call is one atomic step and one round trip.
 *
 * In any stretch of t seconds a bucket grants at most `burst + perSecond · t` tokens that are not given back. A bucket nobody has used
 * yet holds one token and what has flowed in since the limiter began: whoever loses all buckets grants one token more from each, never
 * a burst. What is full again is forgotten.
 */
export interface RateLimiter {
  /** Takes from buckets, one after the other; answers in the order of the asks. */
  take(asks: readonly RateAsk[]): ResultAsync<readonly RateGrant[], StoreFailure>;
  /** Puts back what was granted and not used, as if it had never been taken. */
  giveBack(returns: readonly RateReturn[]): ResultAsync<void, StoreFailure>;
}
