import type { StoredToken, TokenCache } from '@portico/core/task-center';
import { errAsync, okAsync } from 'neverthrow';
import { describe, expect, test } from 'vitest';
import { createTokenService } from './token-service.ts';
import type { HeldToken, TokenFetch } from './token-service.ts';

interface World {
  now: number;
  random: number;
  fetches: number;
  stored: StoredToken | null;
  answer: () => TokenFetch | Promise<TokenFetch>;
}

const lifeMs = 7_200_000;

const createWorld = () => {
  const world: World = {
    now: 1_000,
    random: 0.5,
    fetches: 0,
    stored: null,
    answer: () => ({ kind: 'token', token: `vendor-${world.fetches}`, expiresInMs: lifeMs, exchanges: [] }),
  };
  const cache: TokenCache = {
    read: () => okAsync(world.stored),
    swap: (_tenant, _platform, used, token, expiresInMs) => {
      if ((world.stored?.version ?? 0) === used) {
        world.stored = { version: used + 1, token, expiresAt: expiresInMs === null ? null : world.now + expiresInMs };
      }
      return world.stored === null
        ? errAsync({ code: 'STORE_DATA', message: 'nothing stored' })
        : okAsync(world.stored);
    },
  };
  const fetch = async (): Promise<TokenFetch> => {
    world.fetches += 1;
    return world.answer();
  };
  const open = (given: TokenCache = cache) =>
    createTokenService({
      tenant: 't',
      platform: 'p',
      cache: given,
      fetch,
      now: () => world.now,
      random: () => world.random,
    });
  return { world, cache, open };
};

const tokenOf = (held: HeldToken): string => (held.kind === 'token' ? held.token : `failed: ${held.outcome.kind}`);

describe('a platform’s token', () => {
  test.each([1, 2, 7, 50])('MUST be fetched once for %d callers at once', async (callers) => {
    const { world, open } = createWorld();
    const service = open();
    const held = await Promise.all(Array.from({ length: callers }, () => service.hold(null)));
    expect(new Set(held.map(tokenOf))).toEqual(new Set(['vendor-1']));
    expect(world.fetches).toBe(1);
  });

  test.each([1, 2, 7, 50])('MUST be fetched once for %d callers whom it was refused', async (callers) => {
    const { world, open } = createWorld();
    const service = open();
    await service.hold(null);
    const held = await Promise.all(Array.from({ length: callers }, () => service.hold(1)));
    expect(new Set(held.map(tokenOf))).toEqual(new Set(['vendor-2']));
    expect(world.fetches).toBe(2);
    expect(tokenOf(await service.hold(1))).toBe('vendor-2');
    expect(world.fetches).toBe(2);
  });

  test('MUST be shared between processes, and taken from the winner where two fetch at once', async () => {
    const { world, open } = createWorld();
    const [a, b] = [open(), open()];
    const [one, other] = await Promise.all([a.hold(null), b.hold(null)]);
    expect(tokenOf(one)).toBe(tokenOf(other));
    expect(world.stored).toMatchObject({ version: 1, token: tokenOf(one) });
    expect(tokenOf(await open().hold(null))).toBe(tokenOf(one));
    expect(world.fetches).toBe(2);
  });

  test('MUST be taken from the store where another process renewed it already', async () => {
    const { world, open } = createWorld();
    const [a, b] = [open(), open()];
    await a.hold(null);
    await b.hold(null);
    expect(tokenOf(await a.hold(1))).toBe('vendor-2');
    expect(tokenOf(await b.hold(1))).toBe('vendor-2');
    expect(world.fetches).toBe(2);
  });

  test('MUST be renewed early, by one caller, while the others go on with the old one', async () => {
    const { world, open } = createWorld();
    const service = open();
    await service.hold(null);
    world.now += lifeMs - 300_001;
    expect(tokenOf(await service.hold(null))).toBe('vendor-1');
    world.now += 2;
    const { promise, resolve } = Promise.withResolvers<TokenFetch>();
    world.answer = () => promise;
    const first = service.hold(null);
    expect(tokenOf(await service.hold(null))).toBe('vendor-1');
    resolve({ kind: 'token', token: 'vendor-2', expiresInMs: lifeMs, exchanges: [] });
    expect(tokenOf(await first)).toBe('vendor-2');
    expect(world.fetches).toBe(2);
  });

  test('MUST spread renewals over the last tenth of a short life', async () => {
    const refreshes = await Promise.all(
      [0, 0.5, 0.999].map(async (random) => {
        const { world, open } = createWorld();
        world.random = random;
        world.answer = () => ({ kind: 'token', token: 't', expiresInMs: 100_000, exchanges: [] });
        const service = open();
        await service.hold(null);
        for (let left = 100_000; left > 0; left -= 500) {
          await service.hold(null);
          if (world.fetches > 1) return left;
          world.now += 500;
        }
        return 0;
      }),
    );
    expect(refreshes[0]).toBeLessThanOrEqual(5_000);
    expect(refreshes[2]).toBeGreaterThan(9_000);
    expect(refreshes[2]).toBeLessThanOrEqual(10_000);
  });

  test('MUST outlive an early renewal that fails, and not longer than itself', async () => {
    const { world, open } = createWorld();
    const service = open();
    await service.hold(null);
    world.answer = () => ({
      kind: 'failed',
      outcome: { kind: 'failed', reason: 'down', retryAfterMs: null },
      exchanges: [],
    });
    world.now += lifeMs - 1_000;
    expect(tokenOf(await service.hold(null))).toBe('vendor-1');
    world.now += 1_000;
    expect(tokenOf(await service.hold(null))).toBe('failed: failed');
  });

  test('MUST leave rejected credentials alone for 30 seconds, unless asked to prove them', async () => {
    const { world, open } = createWorld();
    const service = open();
    world.answer = () => ({ kind: 'failed', outcome: { kind: 'credentials', reason: 'wrong' }, exchanges: [] });
    expect(tokenOf(await service.hold(null))).toBe('failed: credentials');
    world.now += 29_999;
    expect(tokenOf(await service.hold(null))).toBe('failed: credentials');
    expect(world.fetches).toBe(1);
    expect(tokenOf(await service.renew())).toBe('failed: credentials');
    expect(world.fetches).toBe(2);
    world.now += 30_001;
    world.answer = () => ({ kind: 'token', token: 'right', expiresInMs: null, exchanges: [] });
    expect(tokenOf(await service.hold(null))).toBe('right');
  });

  test('MUST replace what is stored when it is proved', async () => {
    const { world, open } = createWorld();
    world.stored = { version: 7, token: 'of other credentials', expiresAt: world.now + lifeMs };
    const service = open();
    expect(tokenOf(await service.renew())).toBe('vendor-1');
    expect(world.stored).toMatchObject({ version: 8, token: 'vendor-1' });
    expect(tokenOf(await service.hold(null))).toBe('vendor-1');
  });

  test('MUST live on for ever where no life is told', async () => {
    const { world, open } = createWorld();
    world.answer = () => ({ kind: 'token', token: 'lasting', expiresInMs: null, exchanges: [] });
    const service = open();
    await service.hold(null);
    world.now += 1e12;
    expect(tokenOf(await service.hold(null))).toBe('lasting');
    expect(world.fetches).toBe(1);
  });

  test('MUST turn a failing store into a failure', async () => {
    const { open, cache } = createWorld();
    const down = { code: 'STORE_UNAVAILABLE', message: 'gone' } as const;
    expect(tokenOf(await open({ ...cache, read: () => errAsync(down) }).hold(null))).toBe('failed: failed');
    expect(tokenOf(await open({ ...cache, swap: () => errAsync(down) }).hold(null))).toBe('failed: failed');
  });
});

describe('asking for a token', () => {
  const failing = (kind: 'failed' | 'unknown'): TokenFetch => ({
    kind: 'failed',
    outcome: kind === 'failed' ? { kind, reason: 'busy', retryAfterMs: null } : { kind, reason: 'no answer' },
    exchanges: [],
  });

  test.each(['failed', 'unknown'] as const)(
    'MUST be tried three times at once when it passes quickly as %s',
    async (kind) => {
      const { world, open } = createWorld();
      const give = world.answer;
      world.answer = () => (world.fetches < 3 ? failing(kind) : give());
      expect(tokenOf(await open().hold(null))).toBe('vendor-3');
      world.stored = null;
      world.fetches = -10;
      world.answer = () => failing(kind);
      expect(tokenOf(await open().hold(null))).toBe(`failed: ${kind}`);
      expect(world.fetches).toBe(-7);
    },
  );

  test('MUST NOT be repeated when it took its time, or when the credentials were rejected', async () => {
    const { world, open } = createWorld();
    world.answer = () => {
      world.now += 5_000;
      return failing('unknown');
    };
    await open().hold(null);
    expect(world.fetches).toBe(1);
    world.answer = () => ({ kind: 'failed', outcome: { kind: 'credentials', reason: 'wrong secret' }, exchanges: [] });
    await open().hold(null);
    expect(world.fetches).toBe(2);
  });
});
