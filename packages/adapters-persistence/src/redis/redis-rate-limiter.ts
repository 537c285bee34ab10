import type { Redis as Client } from 'ioredis';
import { okAsync, type ResultAsync } from 'neverthrow';
import type { RateAsk, RateGrant, RateLimiter, StoreFailure } from '@portico/core';
import { rateLimiterScript, rateLimiterScriptSha } from './rate-limiter-script.ts';
import type { Redis } from './redis.ts';

export interface RedisRateLimiterDependencies {
  readonly redis: Redis;
  /** What the names of its keys begin with; `portico` unless told otherwise. Installations that share a server need one each. */
  readonly prefix?: string;
  /** For tests: milliseconds in place of the server's clock. */
  readonly now?: () => number;
}

/** Runs the script by its digest, and by its text where the server does not know it. */
const runScript = async (client: Client, keys: readonly string[], args: readonly (string | number)[]) => {
  try {
    return await client.evalsha(rateLimiterScriptSha, keys.length, ...keys, ...args);
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
    return client.eval(rateLimiterScript, keys.length, ...keys, ...args);
  }
};

const toGrants = (numbers: readonly number[], count: number): readonly RateGrant[] =>
  Array.from({ length: count }, (_, index) => {
    const [granted = 0, left = 0, retryInMs = 0] = numbers.slice(3 * index, 3 * index + 3);
    return { granted, left, retryInMs: retryInMs < 0 ? Infinity : retryInMs };
  });

/**
 * Limits that hold over all processes that use the same Redis. All keys share one hash tag, so that a decision about many lanes is one
 * step on a cluster, too. A server that evicts keys, or comes back from an old snapshot, may grant a burst once more.
 */
export const createRedisRateLimiter = ({
  redis,
  prefix = 'portico',
  now,
}: RedisRateLimiterDependencies): RateLimiter => {
  const tag = `{${prefix}:rate}`;
  const decide = (asks: readonly RateAsk[]): ResultAsync<readonly RateGrant[], StoreFailure> => {
    const keys = [`${tag}:since`, ...asks.map(({ key }) => `${tag}:bucket:${key}`)];
    const args = [now?.() ?? -1, ...asks.flatMap(({ perSecond, burst, wanted }) => [perSecond, burst, wanted])];
    return redis
      .run((client) => runScript(client, keys, args))
      .map((numbers) => toGrants(numbers as readonly number[], asks.length));
  };
  return {
    take: (asks) =>
      asks.length === 0 ? okAsync([]) : decide(asks.map((ask) => ({ ...ask, wanted: Math.max(0, ask.wanted) }))),
    giveBack: (returns) => {
      const given = returns.filter(({ unused }) => unused > 0);
      if (given.length === 0) return okAsync(undefined);
      return decide(given.map(({ unused, ...bucket }) => ({ ...bucket, wanted: -unused }))).map(() => undefined);
    },
  };
};
