import { errAsync, okAsync } from 'neverthrow';
import { describe, expect, test } from 'vitest';
import { createMemoryAccessStore } from '../memory/memory-access-store.ts';
import { createMemoryDatabase } from '../memory/memory-database.ts';
import { createMemoryTransactor } from '../memory/memory-transactor.ts';
import type { Clock } from '../ports/clock.ts';
import { allows } from './allows.ts';
import type { Access } from './access.ts';
import { createAccess } from './create-access.ts';
import type { Principal } from './model.ts';
import type { AccessStores } from './ports.ts';

interface World {
  readonly access: Access;
  readonly pass: (ms: number) => void;
  readonly lookups: () => number;
}

const createWorld = (): World => {
  let now = 1_763_683_200_000;
  let lookups = 0;
  let made = 0;
  const clock: Clock = { now: () => now, monotonic: () => now, timer: () => () => undefined };
  const database = createMemoryDatabase(clock.now);
  const transactor = createMemoryTransactor<AccessStores>(database, (opened) => {
    const store = createMemoryAccessStore(opened);
    return {
      access: {
        ...store,
        findKeyByHash: (hash) => {
          lookups += 1;
          return store.findKeyByHash(hash);
        },
      },
    };
  });
  const access = createAccess({
    transactor,
    clock,
    ids: { next: () => `key-000${(made += 1)}` },
    secrets: { generate: () => `pk_${String(made).padStart(32, 'x')}`, hash: (secret) => `hash of ${secret}` },
    tokens: {
      issue: (principal) => okAsync(JSON.stringify(principal)),
      verify: (token) =>
        token.startsWith('{')
          ? okAsync(JSON.parse(token) as Principal)
          : errAsync({ code: token === 'old' ? 'TOKEN_EXPIRED' : 'TOKEN_INVALID', message: token }),
    },
  });
  return { access, pass: (ms) => void (now += ms), lookups: () => lookups };
};

const worldWithKey = async () => {
  const world = createWorld();
  await world.access.ensureDefaultTenant('Asia/Shanghai');
  const made = await world.access.createKey('default', {
    name: 'OA',
    scopes: ['todos:read', 'events:write'],
    expiresAt: null,
  });
  return { ...world, ...made._unsafeUnwrap() };
};

describe('API keys', () => {
  test('MUST let the holder of a secret be who the key says', async () => {
    const { access, key, secret } = await worldWithKey();
    const principal = (await access.authenticateKey(secret))._unsafeUnwrap();
    expect(principal).toEqual({ tenant: 'default', name: 'OA', keyId: key.id, scopes: ['events:write', 'todos:read'] });
    expect(JSON.stringify(await access.listKeys('default'))).not.toContain(secret);
  });

  test('MUST remember a key for five seconds and forget it at once when it is revoked here', async () => {
    const { access, key, secret, pass, lookups } = await worldWithKey();
    for (let i = 0; i < 3; i += 1) await access.authenticateKey(secret);
    expect(lookups()).toBe(1);
    pass(5000);
    await access.authenticateKey(secret);
    expect(lookups()).toBe(2);
    expect((await access.revokeKey('default', key.id)).isOk()).toBe(true);
    expect((await access.authenticateKey(secret))._unsafeUnwrapErr().code).toBe('UNAUTHENTICATED');
  });

  test('MUST end with their expiry, remembered or not', async () => {
    const { access, pass } = await worldWithKey();
    const expiresAt = 1_763_683_200_000 + 1000;
    const { secret } = (
      await access.createKey('default', { name: 'brief', scopes: ['admin'], expiresAt })
    )._unsafeUnwrap();
    expect((await access.authenticateKey(secret)).isOk()).toBe(true);
    pass(1000);
    expect((await access.authenticateKey(secret))._unsafeUnwrapErr().code).toBe('UNAUTHENTICATED');
  });

  test('MUST not ask the store about what cannot be a secret', async () => {
    const { access, lookups } = await worldWithKey();
    for (const secret of [
      '',
      'pk_short',
      `pk_${'x'.repeat(5000)}`,
      `ak_${'x'.repeat(40)}`,
      `pk_${'\u0000'.repeat(40)}`,
    ]) {
      expect((await access.authenticateKey(secret))._unsafeUnwrapErr().code).toBe('UNAUTHENTICATED');
    }
    expect(lookups()).toBe(0);
    expect((await access.authenticateKey(`pk_${'z'.repeat(40)}`)).isErr()).toBe(true);
    expect(lookups()).toBe(1);
  });

  test.each([
    [{ name: '', scopes: ['admin' as const], expiresAt: null }, '/name'],
    [{ name: 'x'.repeat(256), scopes: ['admin' as const], expiresAt: null }, '/name'],
    [{ name: 'a\u0000', scopes: ['admin' as const], expiresAt: null }, '/name'],
    [{ name: 'OA', scopes: [], expiresAt: null }, '/scopes'],
    [{ name: 'OA', scopes: ['admin' as const, 'root' as 'admin'], expiresAt: null }, '/scopes/1'],
    [{ name: 'OA', scopes: ['admin' as const], expiresAt: 5 }, '/expiresAt'],
  ])('MUST refuse %j naming %s', async (request, pointer) => {
    const { access } = await worldWithKey();
    expect((await access.createKey('default', request))._unsafeUnwrapErr()).toMatchObject({ code: 'INVALID', pointer });
  });

  test("MUST be out of another tenant's reach", async () => {
    const { access, key, secret } = await worldWithKey();
    expect((await access.revokeKey('other', key.id))._unsafeUnwrapErr().code).toBe('NOT_FOUND');
    expect((await access.listKeys('other'))._unsafeUnwrap()).toEqual([]);
    expect((await access.authenticateKey(secret)).isOk()).toBe(true);
    const nowhere = await access.createKey('other', { name: 'OA', scopes: ['admin'], expiresAt: null });
    expect(nowhere._unsafeUnwrapErr()).toMatchObject({ pointer: '/tenant' });
  });
});

describe('Tokens', () => {
  test('MUST carry the scopes of the principal, or fewer', async () => {
    const { access, secret } = await worldWithKey();
    const principal = (await access.authenticateKey(secret))._unsafeUnwrap();
    const fewer = (await access.issueToken(principal, ['todos:read']))._unsafeUnwrap();
    expect(fewer.expiresInMs).toBe(900_000);
    expect((await access.authenticateToken(fewer.token))._unsafeUnwrap()).toEqual({
      ...principal,
      scopes: ['todos:read'],
    });
    const same = (await access.issueToken(principal, null))._unsafeUnwrap();
    expect((await access.authenticateToken(same.token))._unsafeUnwrap()).toEqual(principal);
  });

  test('MUST not carry more than the principal may', async () => {
    const { access, secret } = await worldWithKey();
    const principal = (await access.authenticateKey(secret))._unsafeUnwrap();
    const beyond = await access.issueToken(principal, ['todos:read', 'platforms:write']);
    expect(beyond._unsafeUnwrapErr()).toMatchObject({ code: 'FORBIDDEN', scope: 'platforms:write' });
  });

  test('MUST be refused when forged or expired', async () => {
    const { access } = createWorld();
    expect((await access.authenticateToken('old'))._unsafeUnwrapErr().message).toMatch(/expired/);
    expect((await access.authenticateToken('forged'))._unsafeUnwrapErr().message).toMatch(/not valid/);
  });
});

test('Scopes MUST be included in admin and in nothing else', () => {
  expect(allows({ scopes: ['admin'] }, 'lanes:write')).toBe(true);
  expect(allows({ scopes: ['lanes:read'] }, 'lanes:read')).toBe(true);
  expect(allows({ scopes: ['lanes:read'] }, 'lanes:write')).toBe(false);
});

test('The default tenant MUST be created once and follow the configured zone', async () => {
  const { access } = createWorld();
  const first = (await access.ensureDefaultTenant('Asia/Shanghai'))._unsafeUnwrap();
  expect((await access.ensureDefaultTenant('Asia/Shanghai'))._unsafeUnwrap()).toEqual(first);
  expect((await access.ensureDefaultTenant('UTC'))._unsafeUnwrap()).toEqual({ ...first, timezone: 'UTC' });
  expect((await access.listTenants())._unsafeUnwrap()).toEqual([{ ...first, timezone: 'UTC' }]);
});

describe('Making a tenant', () => {
  const request = { id: 'school-2', name: '第二中学', timezone: 'Asia/Urumqi' };
  const first: Principal = { tenant: 'default', name: 'console', keyId: 'k', scopes: ['admin'] };

  test('MUST give it a key that is at home there, once', async () => {
    const { access } = await worldWithKey();
    const made = (await access.createTenant(first, request))._unsafeUnwrap();
    expect(made.tenant).toMatchObject(request);
    expect((await access.authenticateKey(made.secret))._unsafeUnwrap()).toMatchObject({
      tenant: 'school-2',
      scopes: ['admin'],
    });
    expect((await access.createTenant(first, request))._unsafeUnwrapErr()).toMatchObject({ code: 'CONFLICT' });
    expect((await access.listKeys('school-2'))._unsafeUnwrap()).toHaveLength(1);
  });

  test('MUST be for administrators of the first tenant only', async () => {
    const { access } = await worldWithKey();
    for (const other of [
      { ...first, tenant: 'school-2' },
      { ...first, scopes: ['platforms:write'] as const },
    ]) {
      expect((await access.createTenant(other, request))._unsafeUnwrapErr()).toMatchObject({ code: 'FORBIDDEN' });
    }
  });

  test.each([
    [{ ...request, id: 'Schule 2' }, '/id'],
    [{ ...request, id: 'x'.repeat(64) }, '/id'],
    [{ ...request, name: '' }, '/name'],
    [{ ...request, timezone: 'Mars/Olympus' }, '/timezone'],
  ])('MUST name the field that does not fit: %o', async (bad, pointer) => {
    const { access } = await worldWithKey();
    expect((await access.createTenant(first, bad))._unsafeUnwrapErr()).toMatchObject({ code: 'INVALID', pointer });
  });
});
