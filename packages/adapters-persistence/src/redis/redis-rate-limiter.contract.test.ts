import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { RateLimiter } from '@portico/core';
import { rateLimiterContract, type RateLimiterSubject } from '@portico/core/testing';
import { openRedis } from './open-redis.ts';
import { createRedisRateLimiter } from './redis-rate-limiter.ts';
import type { Redis } from './redis.ts';

const url = process.env['PORTICO_TEST_REDIS_URL'] ?? '';

describe.skipIf(url === '')('the rate limiter on Redis', () => {
  const connections: Redis[] = [];
  let prefix = '';
  beforeAll(async () => {
    for (const _ of [1, 2]) connections.push(openRedis({ url, log: () => {} }));
    const connected = await Promise.all(connections.map((redis) => redis.connectedWithin(5_000)));
    if (connected.includes(false)) throw new Error(`There is no connection to ${url}.`);
  });
  afterEach(async () => {
    await run(async (client) => {
      const keys = await client.keys(`{${prefix}*`);
      if (keys.length > 0) await client.del(...keys);
    });
  });
  afterAll(() => Promise.all(connections.map((redis) => redis.close())));

  const run: <T>(commands: Parameters<Redis['run']>[0]) => Promise<T> = async (commands) => {
    const [redis] = connections;
    if (redis === undefined) throw new Error('no connection');
    return (await redis.run(commands))._unsafeUnwrap() as never;
  };

  /** How long each bucket is kept for yet; -1: for ever. */
  const kept = (): Promise<readonly number[]> =>
    run(async (client) => {
      const keys = await client.keys(`{${prefix}:rate}:bucket:*`);
      const ttls = await Promise.all(keys.map((key) => client.pttl(key)));
      // What has expired since it was listed says -2.
      return ttls.filter((ttl) => ttl !== -2);
    });

  const startSubject = (): RateLimiterSubject & { limiter(index: number): RateLimiter } => {
    prefix = `portico-test-${randomBytes(8).toString('hex')}`;
    let now = 1_000_000_000_000;
    let opened = 0;
    const limiter = (index: number): RateLimiter =>
      createRedisRateLimiter({ redis: connections[index % connections.length] as Redis, prefix, now: () => now });
    return {
      limiter,
      open: () => limiter((opened += 1)),
      advance: async (ms) => void (now += ms),
      rememberedAfter: async (ms) => {
        const deadline = performance.now() + ms + 2_000;
        const isSoon = (ttl: number): boolean => ttl >= 0 && ttl <= ms;
        for (;;) {
          const ttls = await kept();
          if (!ttls.some(isSoon) || performance.now() > deadline) return ttls.length;
          await pause(20);
        }
      },
      runs: 25,
    };
  };

  test.each(rateLimiterContract)('$name', async ({ run: runCase }) => {
    await expect(runCase(startSubject())).resolves.toBeUndefined();
  });

  test('MUST work on when the server has forgotten its scripts', async () => {
    const subject = startSubject();
    const ask = { key: 'one', perSecond: 1, burst: 5, wanted: 0 };
    const looks = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        index === 10 ? run((client) => client.script('FLUSH')) : subject.limiter(index).take([ask]),
      ),
    );
    expect(looks).toHaveLength(20);
    expect((await subject.limiter(0).take([ask]))._unsafeUnwrap()).toEqual([{ granted: 0, left: 1, retryInMs: 0 }]);
  });

  test('MUST refill again when the clock has been put back', async () => {
    prefix = `portico-test-${randomBytes(8).toString('hex')}`;
    let now = 1_000_000_000_000;
    const limiter = createRedisRateLimiter({ redis: connections[0] as Redis, prefix, now: () => now });
    const take = async (key: string): Promise<number | undefined> =>
      (await limiter.take([{ key, perSecond: 1, burst: 5, wanted: 9 }]))._unsafeUnwrap()[0]?.granted;
    await take('one');
    now += 10_000;
    expect(await take('one')).toBe(5);
    now -= 3_600_000;
    expect(await take('one')).toBe(0);
    now += 2_000;
    expect([await take('one'), await take('two')]).toEqual([2, 3]);
  });

  test("MUST keep time by the server's clock", async () => {
    prefix = `portico-test-${randomBytes(8).toString('hex')}`;
    const limiter = createRedisRateLimiter({ redis: connections[0] as Redis, prefix });
    const ask = { key: 'one', perSecond: 200, burst: 10, wanted: 10 };
    const begun = performance.now();
    let granted = 0;
    while (granted < 50) {
      const [grant] = (await limiter.take([ask]))._unsafeUnwrap();
      granted += grant?.granted ?? 0;
      await pause(grant?.retryInMs ?? 0);
    }
    const seconds = (performance.now() - begun) / 1_000;
    expect(granted).toBeLessThanOrEqual(1 + seconds * 200 + 1);
  });

  test('MUST say what is wrong with a key of another type, and with a size that is none', async () => {
    const subject = startSubject();
    await run((client) => client.rpush(`{${prefix}:rate}:bucket:odd`, 'x'));
    const odd = await subject.limiter(0).take([{ key: 'odd', perSecond: 1, burst: 1, wanted: 1 }]);
    expect(odd._unsafeUnwrapErr()).toMatchObject({ code: 'STORE_DATA' });
    const none = (
      await subject.limiter(0).take([{ key: 'none', perSecond: 0, burst: 0.5, wanted: 1 }])
    )._unsafeUnwrap();
    expect(none).toEqual([{ granted: 0, left: 0, retryInMs: Infinity }]);
  });
});
