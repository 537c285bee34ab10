import { errAsync, ResultAsync } from 'neverthrow';
import type { RateLimiter } from '@portico/core';
import { createMemoryRateLimiter } from '@portico/core/memory';
import { createFakeClock } from '@portico/core/testing';
import { describe, expect, test } from 'vitest';
import { createRequestLimit, type RequestLimit } from './request-limit.ts';

const size = { perSecond: 1, burst: 3 };
const createClock = () => createFakeClock(() => new Promise((done) => setImmediate(done)));

const allowed = async (limit: RequestLimit, name: string, requests: number): Promise<number> => {
  let count = 0;
  for (let request = 0; request < requests; request += 1) if ((await limit.take(name)).allowed) count += 1;
  return count;
};

describe('The limit of requests', () => {
  test('MUST hold over all processes that have a limiter in common', async () => {
    const clock = createClock();
    const limiter = createMemoryRateLimiter(clock);
    const [one, two] = [1, 2].map(() => createRequestLimit({ size, clock, limiter })) as [RequestLimit, RequestLimit];
    await clock.advance(10_000);
    expect(await one.take('key')).toEqual({ allowed: true, remaining: 2, waitSeconds: 0 });
    expect(await allowed(two, 'key', 5)).toBe(2);
    expect(await one.take('key')).toEqual({ allowed: false, remaining: 0, waitSeconds: 1 });
    expect(await allowed(one, 'another', 5)).toBe(3);
    await clock.advance(1_000);
    expect([await allowed(one, 'key', 2), await allowed(two, 'key', 2)]).toEqual([1, 0]);
  });

  test('MUST be kept by each process on its own without a limiter', async () => {
    const clock = createClock();
    const limits = [1, 2].map(() => createRequestLimit({ size, clock }));
    expect(await Promise.all(limits.map((limit) => allowed(limit, 'key', 5)))).toEqual([3, 3]);
  });

  test('MUST be kept by the process on its own while the limiter fails, and hold no request up', async () => {
    const clock = createClock();
    let fails = true;
    let asked = 0;
    const right = createMemoryRateLimiter(clock);
    const limiter: RateLimiter = {
      ...right,
      take: (asks) => {
        asked += 1;
        return fails ? errAsync({ code: 'STORE_UNAVAILABLE', message: 'gone' }) : right.take(asks);
      },
    };
    const limit = createRequestLimit({ size, clock, limiter });
    expect([await allowed(limit, 'key', 5), asked]).toEqual([3, 1]);
    fails = false;
    await clock.advance(3_000);
    await limit.take('key');
    await clock.advance(0);
    expect(await limit.take('key')).toMatchObject({ allowed: true, remaining: 2 });
  });

  test('MUST answer within its time-out when the limiter does not', async () => {
    const clock = createClock();
    const never = (): ResultAsync<never, never> => ResultAsync.fromSafePromise(new Promise<never>(() => {}));
    const limit = createRequestLimit({ size, clock, limiter: { take: never, giveBack: never } });
    let answered = 0;
    for (let request = 0; request < 5; request += 1)
      void Promise.resolve(limit.take('key')).then(() => (answered += 1));
    await clock.advance(99);
    expect(answered).toBe(0);
    await clock.advance(1);
    expect(answered).toBe(5);
    await limit.take('key');
  });
});
