import { describe, expect, test } from 'vitest';
import { createMemoryDatabase, type MemoryDatabase } from '../../memory/memory-database.ts';
import { createMemorySourceStores } from '../../memory/memory-source-stores.ts';
import { createMemoryTransactor } from '../../memory/memory-transactor.ts';
import type { SourceStores } from '../../sources/ports.ts';
import { sourceStoresContract, type SourceStoresSubject } from './source-stores-contract.ts';
import { sourceStoresMutants } from './source-stores-mutants.ts';

const openSubject = (open: (database: MemoryDatabase) => SourceStores): SourceStoresSubject => {
  let made = 0;
  const database = createMemoryDatabase(() => 1_763_683_200_000);
  return { transactor: createMemoryTransactor(database, open), freshTenant: () => `tenant-${(made += 1)}` };
};

describe('The sources’ stores in memory', () => {
  test.each(sourceStoresContract)('$name', async ({ run }) => {
    await expect(run(openSubject(createMemorySourceStores))).resolves.toBeUndefined();
  });
});

describe('The sources’ contract', () => {
  test.each(sourceStoresMutants)('MUST catch stores of which one $name', async ({ open }) => {
    const broken: string[] = [];
    for (const { name, run } of sourceStoresContract) {
      if (broken.length === 0) await run(openSubject(open)).catch(() => broken.push(name));
    }
    expect(broken).not.toEqual([]);
  });
});
