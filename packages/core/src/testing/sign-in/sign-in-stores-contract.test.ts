import { describe, expect, test } from 'vitest';
import { createMemoryDatabase, type MemoryDatabase } from '../../memory/memory-database.ts';
import { createMemorySignInStores } from '../../memory/memory-sign-in-stores.ts';
import { createMemoryTransactor } from '../../memory/memory-transactor.ts';
import type { SignInStores } from '../../sign-in/ports.ts';
import { signInStoresContract } from './sign-in-stores-contract.ts';
import { signInStoresMutants } from './sign-in-stores-mutants.ts';
import type { SignInStoresSubject } from './sign-in-subject.ts';

const openSubject = (open: (database: MemoryDatabase) => SignInStores): SignInStoresSubject => {
  let made = 0;
  let now = 1_763_683_200_000;
  const database = createMemoryDatabase(() => now);
  return {
    transactor: createMemoryTransactor(database, open),
    fresh: () => `id-${String((made += 1)).padStart(4, '0')}`,
    advance: async (ms) => void (now += ms),
  };
};

describe('The sign-in stores in memory', () => {
  test.each(signInStoresContract)('$name', async ({ run }) => {
    await expect(run(openSubject(createMemorySignInStores))).resolves.toBeUndefined();
  });
});

describe('The sign-in stores’ contract', () => {
  test.each(signInStoresMutants)('MUST catch stores of which one $name', async ({ open }) => {
    const broken: string[] = [];
    for (const { name, run } of signInStoresContract) {
      if (broken.length === 0) await run(openSubject(open)).catch(() => broken.push(name));
    }
    expect(broken).not.toEqual([]);
  });
});
