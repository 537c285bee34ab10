import type { RedisState } from '@portico/adapters-persistence/redis';
import type { RateLimiter } from '@portico/core';
import type { WorkLog } from '@portico/core/work';
import type { Configuration } from '../configuration/configuration.ts';

/** Limits that hold over all processes, kept in Redis. */
export interface Limits {
  readonly rateLimiter: RateLimiter;
  state(): RedisState;
  close(withinMs: number): Promise<void>;
}

/** Redis where it is configured, else null. It need not be there: without it each process keeps to its share. */
export const openLimits = async ({ redisUrl, redisPrefix }: Configuration, log: WorkLog): Promise<Limits | null> => {
  if (redisUrl === null) return null;
  // Loaded where it is configured only: nobody else pays for it at the start.
  const adapter = await import('@portico/adapters-persistence/redis');
  const redis = adapter.openRedis({ url: redisUrl, log });
  return {
    rateLimiter: adapter.createRedisRateLimiter({ redis, prefix: redisPrefix }),
    state: () => redis.state(),
    close: (withinMs) => redis.close(withinMs),
  };
};
