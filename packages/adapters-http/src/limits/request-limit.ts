import type { Clock, RateLimiter } from '@portico/core';
import { createGuardedLimiter } from '@portico/core/work';
import { createTokenBuckets, type BucketSize, type BucketState } from './token-buckets.ts';

/** How many requests a caller may send. */
export interface RequestLimit {
  take(name: string): BucketState | Promise<BucketState>;
}

export interface RequestLimitDependencies {
  readonly size: BucketSize;
  readonly clock: Clock;
  /** Counts over all processes; without one, and while it does not answer, each process counts on its own. */
  readonly limiter?: RateLimiter | undefined;
}

/** Callers that one process remembers. */
const remembered = 10_000;
/** How long a request waits for the limiter, and how long one that failed is left alone. */
const timeoutMs = 100;
const restMs = 3_000;

export const createRequestLimit = ({ size, clock, limiter }: RequestLimitDependencies): RequestLimit => {
  const own = createTokenBuckets(size, remembered, clock);
  if (limiter === undefined) return own;
  // Whoever connects to it has said that it is away.
  const guarded = createGuardedLimiter({ limiter, clock, log: () => {}, timeoutMs, restMs });
  return {
    take: async (name) => {
      const answer = await guarded.take([{ key: `requests ${name}`, ...size, wanted: 1 }]);
      const grant = answer.isOk() ? answer.value[0] : undefined;
      if (grant === undefined) return own.take(name);
      return {
        allowed: grant.granted > 0,
        remaining: grant.left,
        waitSeconds: Math.ceil(Math.min(grant.retryInMs / 1_000, Number.MAX_SAFE_INTEGER)),
      };
    },
  };
};
