import { describe, expect, test } from 'vitest';
import type { AccessStore } from '../../access/ports.ts';
import { createMemoryAccessStore } from '../../memory/memory-access-store.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../memory/memory-database.ts';
import { createMemoryTransactor } from '../../memory/memory-transactor.ts';
import { accessStoreContract, type AccessStoreSubject } from './access-store-contract.ts';
import { accessStoreMutants } from './access-store-mutants.ts';

const openSubject = (open: (database: MemoryDatabase) => AccessStore): AccessStoreSubject => {
  let made = 0;
  const database = createMemoryDatabase(() => 1_763_683_200_000);
  return {
    transactor: createMemoryTransactor(database, (opened) => ({ access: open(opened) })),
    freshId: () => `id-${(made += 1)}`,
  };
};

describe('The access store in memory', () => {
  test.each(accessStoreContract)('$name', async ({ run }) => {
    await expect(run(openSubject(createMemoryAccessStore))).resolves.toBeUndefined();
  });
});

describe('The access store’s contract', () => {
  test.each(accessStoreMutants)('MUST catch a store that $name', async ({ open }) => {
    const broken: string[] = [];
    for (const { name, run } of accessStoreContract) {
      if (broken.length === 0) await run(openSubject(open)).catch(() => broken.push(name));
    }
    expect(broken).not.toEqual([]);
  });
});
