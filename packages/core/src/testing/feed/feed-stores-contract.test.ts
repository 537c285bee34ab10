import { describe, expect, test } from 'vitest';
import { createMemoryDatabase, type MemoryDatabase } from '../../memory/memory-database.ts';
import { createMemoryFeedStores } from '../../memory/memory-feed-stores.ts';
import { createMemoryTaskCenterStores } from '../../memory/memory-task-center-stores.ts';
import { createMemoryTransactor } from '../../memory/memory-transactor.ts';
import type { FeedStores } from '../../task-center/feed-ports.ts';
import { feedStoresContract, type FeedStoresSubject } from './feed-stores-contract.ts';
import { feedStoresMutants } from './feed-stores-mutants.ts';

const openSubject = (open: (database: MemoryDatabase) => FeedStores): FeedStoresSubject => {
  let made = 0;
  let now = 1_763_683_200_000;
  const database = createMemoryDatabase(() => now);
  return {
    transactor: createMemoryTransactor(database, (opened) => ({
      ...createMemoryTaskCenterStores(opened),
      ...open(opened),
    })),
    freshTenant: () => `tenant-${(made += 1)}`,
    advance: async (ms) => void (now += ms),
  };
};

describe('The feed’s stores in memory', () => {
  test.each(feedStoresContract)('$name', async ({ run }) => {
    await expect(run(openSubject(createMemoryFeedStores))).resolves.toBeUndefined();
  });
});

describe('The feed’s contract', () => {
  test.each(feedStoresMutants)('MUST catch stores of which one $name', async ({ open }) => {
    const broken: string[] = [];
    for (const { name, run } of feedStoresContract) {
      if (broken.length === 0) await run(openSubject(open)).catch(() => broken.push(name));
    }
    expect(broken).not.toEqual([]);
  });
});
