import { describe, expect, test } from 'vitest';
import { createMemoryDatabase, type MemoryDatabase } from '../../memory/memory-database.ts';
import { createMemoryTaskCenterStores } from '../../memory/memory-task-center-stores.ts';
import { createMemoryTransactor } from '../../memory/memory-transactor.ts';
import { createMemoryWorkStores } from '../../memory/memory-work-stores.ts';
import type { TaskCenterStores } from '../../task-center/ports.ts';
import { taskCenterStoresContract } from './task-center-stores-contract.ts';
import { taskCenterStoresMutants } from './task-center-stores-mutants.ts';
import type { SubjectStores, TaskCenterStoresSubject } from './task-center-subject.ts';

const openSubject = (open: (database: MemoryDatabase) => TaskCenterStores): TaskCenterStoresSubject => {
  let ticks = 0;
  let tenants = 0;
  const database = createMemoryDatabase(() => 1_763_683_200_000 + Math.floor((ticks += 1) / 4));
  return {
    transactor: createMemoryTransactor<SubjectStores>(database, (opened) => ({
      ...createMemoryWorkStores(opened),
      ...open(opened),
    })),
    freshTenant: () => Promise.resolve(`tenant-${(tenants += 1)}`),
  };
};

describe('The task center’s stores in memory', () => {
  test.each(taskCenterStoresContract)('$name', async ({ run }) => {
    await expect(run(openSubject(createMemoryTaskCenterStores))).resolves.toBeUndefined();
  });
});

describe('The contract of the task center’s stores', () => {
  test.each(taskCenterStoresMutants)('MUST catch stores where one $name', async ({ open }) => {
    const broken: string[] = [];
    for (const { name, run } of taskCenterStoresContract) await run(openSubject(open)).catch(() => broken.push(name));
    expect(broken).not.toEqual([]);
  });
});
