import { describe, expect, test } from 'vitest';
import { createMemoryDatabase, type MemoryDatabase } from '../../memory/memory-database.ts';
import { createMemoryTransactor } from '../../memory/memory-transactor.ts';
import { createMemoryWorkflowStore } from '../../memory/memory-workflow-store.ts';
import type { WorkflowStore } from '../../workflow/ports.ts';
import { workflowStoreContract } from './workflow-store-contract.ts';
import { workflowStoreMutants } from './workflow-store-mutants.ts';
import type { WorkflowStoreSubject } from './workflow-store-subject.ts';

const openSubject = (open: (database: MemoryDatabase) => WorkflowStore, runs: number): WorkflowStoreSubject => {
  let ticks = 0;
  let tenants = 0;
  const database = createMemoryDatabase(() => 1_763_683_200_000 + Math.floor((ticks += 1) / 4));
  return {
    transactor: createMemoryTransactor(database, (opened) => ({ workflow: open(opened) })),
    freshTenant: () => Promise.resolve(`tenant-${(tenants += 1)}`),
    runs,
  };
};

describe('The workflow store in memory', () => {
  test.each(workflowStoreContract)('$name', async ({ run }) => {
    await expect(run(openSubject(createMemoryWorkflowStore, 60))).resolves.toBeUndefined();
  });
});

describe('The workflow store’s contract', () => {
  test.each(workflowStoreMutants)('MUST catch a store that $name', async ({ open }) => {
    const broken: string[] = [];
    for (const { name, run } of workflowStoreContract) {
      if (broken.length === 0) await run(openSubject(open, 30)).catch(() => broken.push(name));
    }
    expect(broken).not.toEqual([]);
  });
});
