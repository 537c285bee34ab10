import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { openRedis } from './open-redis.ts';
import { createRedisRateLimiter } from './redis-rate-limiter.ts';
import type { Redis } from './redis.ts';
import { createOwnRedis, hasRedisServer, type OwnRedis } from './testing/own-redis.ts';
import { startRatedWorkers, until, type RatedWorkers } from './testing/rated-worker.ts';

const keysOf = (count: number, name = 'key'): string[] =>
  Array.from({ length: count }, (_, index) => `${name}-${index}`);

/** The most calls beyond `perSecond` times its length that any stretch of time has seen. */
const worstBurst = (starts: readonly number[], perSecond: number): number => {
  let [worst, least] = [0, Infinity];
  for (const [index, at] of starts.entries()) {
    least = Math.min(least, index - (at * perSecond) / 1_000);
    worst = Math.max(worst, index + 1 - (at * perSecond) / 1_000 - least);
  }
  return worst;
};

const perSecond = 100;
const burst = 10;
/** Calls start a little after they were granted, and timers on a busy machine are late. */
const jitter = perSecond * 0.1;

describe.skipIf(!hasRedisServer())('Workers with a Redis of their own', () => {
  let server: OwnRedis;
  let connections: Redis[] = [];
  let workers: RatedWorkers | null = null;

  afterEach(async () => {
    await workers?.stop();
    workers = null;
    server.thaw();
    await Promise.all(connections.map((redis) => redis.close(200)));
    connections = [];
    await server.dispose();
  });

  const start = async (isUp = true): Promise<RatedWorkers> => {
    server = await createOwnRedis();
    if (isUp) await server.start();
    connections = [1, 2].map(() => openRedis({ url: server.url, log: () => {} }));
    if (isUp) for (const redis of connections) expect(await redis.connectedWithin(5_000)).toBe(true);
    const limiters = connections.map((redis) => createRedisRateLimiter({ redis }));
    workers = await startRatedWorkers({ perSecond, burst }, limiters);
    await pause(300);
    return workers;
  };
  const flush = async (): Promise<void> => {
    for (const redis of connections.slice(0, 1)) (await redis.run((client) => client.flushall()))._unsafeUnwrap();
  };

  test('MUST keep one rate, and lose it neither to a flush of all keys nor of all scripts', async () => {
    const { starts, schedule, logged } = await start();
    await schedule('rated', keysOf(300));
    for (const share of [50, 100, 150]) {
      await until(() => starts.rated.length >= share, 10_000, `${share} calls`);
      await flush();
      for (const redis of connections) (await redis.run((client) => client.script('FLUSH')))._unsafeUnwrap();
    }
    await until(() => starts.rated.length === 300, 10_000, 'all calls');
    expect(worstBurst(starts.rated, perSecond)).toBeLessThanOrEqual(burst + 3 + jitter);
    expect(logged).toEqual([]);
  });

  test('MUST go on while it is killed and started again, at no more than twice the rate', async () => {
    const { starts, schedule, logged } = await start();
    await schedule('rated', keysOf(1_000));
    await until(() => starts.rated.length >= 100, 10_000, 'calls with it');
    await server.kill();
    const before = starts.rated.length;
    await until(() => starts.rated.length >= before + 200, 10_000, 'calls without it');
    expect(logged).toEqual(['warn', 'warn']);
    await server.start();
    await until(() => logged.length === 4, 15_000, 'its return');
    expect(logged.slice(2)).toEqual(['info', 'info']);
    await until(() => starts.rated.length === 1_000, 20_000, 'all calls');
    expect(worstBurst(starts.rated, 2 * perSecond)).toBeLessThanOrEqual(2 * burst + jitter);
    const [first = 0, last = 0] = [starts.rated.at(0), starts.rated.at(-1)];
    expect((last - first) / 1_000).toBeGreaterThan(990 / perSecond / 1.6);
  });

  test('MUST begin without it', async () => {
    const { starts, schedule, logged } = await start(false);
    await schedule('rated', keysOf(100));
    await until(() => starts.rated.length === 100, 10_000, 'all calls');
    expect(worstBurst(starts.rated, perSecond)).toBeLessThanOrEqual(burst + 2 + jitter);
    expect(logged).toEqual(['warn', 'warn']);
    expect(connections.map((redis) => redis.state().status)).toEqual(['connecting', 'connecting']);
  });

  test('MUST hold no other lane up for longer than its time-out, once, while it is frozen', async () => {
    const { starts, schedule, logged } = await start();
    await schedule('rated', keysOf(20));
    await until(() => starts.rated.length === 20, 5_000, 'calls with it');
    server.freeze();
    const waits: number[] = [];
    for (let round = 0; round < 40; round += 1) {
      const begun = performance.now();
      await schedule('rated', [`frozen-${round}`]);
      await schedule('free', [`free-${round}`]);
      await until(() => starts.free.length === round + 1, 5_000, 'a call of the other lane');
      waits.push(performance.now() - begun);
      await pause(100);
    }
    waits.sort((a, b) => b - a);
    expect(waits[0]).toBeLessThan(400);
    expect(waits[4]).toBeLessThan(80);
    await until(() => starts.rated.length === 60, 5_000, 'the calls of this lane');
    expect(logged).toEqual(['warn', 'warn']);
    server.thaw();
    await until(() => logged.length === 4, 15_000, 'its return');
  });
});
