import { err } from 'neverthrow';
import { describe, expect, test } from 'vitest';
import { createMemoryDatabase } from '../memory/memory-database.ts';
import { createMemoryTaskCenterStores } from '../memory/memory-task-center-stores.ts';
import { createMemoryTransactor } from '../memory/memory-transactor.ts';
import type { Transactor } from '../ports/transactor.ts';
import { openSecrets } from '../testing/task-center/task-center-bench.ts';
import type { TaskCenterStores } from './ports.ts';
import { createTokenCache } from './token-cache.ts';

const open = (): Transactor<TaskCenterStores> =>
  createMemoryTransactor(
    createMemoryDatabase(() => 1_000),
    createMemoryTaskCenterStores,
  );

describe('The token cache', () => {
  test('MUST keep tokens sealed, give them in the clear, and let the first exchange win', async () => {
    const transactor = open();
    const cache = createTokenCache(transactor, openSecrets);
    expect((await cache.read('t', 'p'))._unsafeUnwrap()).toBeNull();
    expect((await cache.swap('t', 'p', 0, 'one', 500))._unsafeUnwrap()).toEqual({
      version: 1,
      token: 'one',
      expiresAt: 1_500,
    });
    expect((await cache.swap('t', 'p', 0, 'late', null))._unsafeUnwrap().token).toBe('one');
    expect((await transactor.run(({ tokens }) => tokens.read('t', 'p')))._unsafeUnwrap()?.token).toBe('sealed:one');
    expect((await cache.read('t', 'p'))._unsafeUnwrap()?.token).toBe('one');
  });

  test('MUST count a token that cannot be opened any more as expired, and let it be exchanged', async () => {
    const transactor = open();
    await createTokenCache(transactor, openSecrets).swap('t', 'p', 0, 'one', null);
    const cache = createTokenCache(transactor, {
      ...openSecrets,
      open: () => err({ code: 'SECRET_UNREADABLE', message: 'another key' }),
    });
    expect((await cache.read('t', 'p'))._unsafeUnwrap()).toEqual({ version: 1, token: '', expiresAt: 0 });
    expect(
      (await createTokenCache(transactor, openSecrets).swap('t', 'p', 1, 'two', null))._unsafeUnwrap(),
    ).toMatchObject({ version: 2, token: 'two' });
  });
});
