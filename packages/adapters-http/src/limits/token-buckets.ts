import type { Clock } from '@portico/core';
import { createBoundedMap } from './bounded-map.ts';

/** `burst` requests at once, refilled at `perSecond`. */
export interface BucketSize {
  readonly perSecond: number;
  readonly burst: number;
}

export interface BucketState {
  readonly allowed: boolean;
  /** Whole tokens left. */
  readonly remaining: number;
  /** Seconds until a token is there again, rounded up; 0 when one is. */
  readonly waitSeconds: number;
}

/** Token buckets by name, in this process. The least recently used are forgotten, that is: full again. */
export interface TokenBuckets {
  take(name: string): BucketState;
  /** Looks without taking. */
  look(name: string): BucketState;
}

export const createTokenBuckets = (
  size: BucketSize,
  capacity: number,
  clock: Pick<Clock, 'monotonic'>,
): TokenBuckets => {
  const buckets = createBoundedMap<string, { tokens: number; at: number }>(capacity);
  const use = (name: string, cost: number): BucketState => {
    const now = clock.monotonic();
    let bucket = buckets.get(name);
    if (bucket === undefined) {
      if (cost === 0) return { allowed: true, remaining: size.burst, waitSeconds: 0 };
      bucket = { tokens: size.burst, at: now };
      buckets.set(name, bucket);
    }
    bucket.tokens = Math.min(size.burst, bucket.tokens + ((now - bucket.at) * size.perSecond) / 1000);
    bucket.at = now;
    const allowed = bucket.tokens >= 1;
    if (allowed) bucket.tokens -= cost;
    const waitSeconds = bucket.tokens >= 1 ? 0 : Math.ceil((1 - bucket.tokens) / size.perSecond);
    return { allowed, remaining: Math.floor(bucket.tokens), waitSeconds };
  };
  return { take: (name) => use(name, 1), look: (name) => use(name, 0) };
};
