import { describe, expect, test } from 'vitest';
import type { JobStore } from '../../jobs/ports.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../memory/memory-database.ts';
import { createMemoryJobStore } from '../../memory/memory-job-store.ts';
import { createMemoryTransactor } from '../../memory/memory-transactor.ts';
import { jobStoreContract, type JobStoreSubject } from './job-store-contract.ts';
import { jobStoreMutants } from './job-store-mutants.ts';

const openSubject = (open: (database: MemoryDatabase) => JobStore): JobStoreSubject => {
  let made = 0;
  let time = 1_763_683_200_000;
  const database = createMemoryDatabase(() => (time += 1));
  return {
    transactor: createMemoryTransactor(database, (opened) => ({ jobs: open(opened) })),
    freshTenant: async () => `tenant-${(made += 1)}`,
    freshId: () => `id-${String((made += 1)).padStart(6, '0')}`,
    runs: 100,
  };
};

describe('The job store in memory', () => {
  test.each(jobStoreContract)('$name', async ({ run }) => {
    await expect(run(openSubject(createMemoryJobStore))).resolves.toBeUndefined();
  });
});

describe('The job store’s contract', () => {
  test.each(jobStoreMutants)('MUST catch a store that $name', async ({ open }) => {
    const broken: string[] = [];
    for (const { name, run } of jobStoreContract) {
      if (broken.length === 0) await run(openSubject(open)).catch(() => broken.push(name));
    }
    expect(broken).not.toEqual([]);
  });
});
