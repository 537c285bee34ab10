import { describe, expect, test } from 'vitest';
import { createMemoryDatabase, type MemoryDatabase } from '../../memory/memory-database.ts';
import { createMemoryStatisticsStores } from '../../memory/memory-statistics.ts';
import { createMemoryTransactor } from '../../memory/memory-transactor.ts';
import { createMemoryWorkStores } from '../../memory/memory-work-stores.ts';
import type { StatisticsStores } from '../../statistics/ports.ts';
import { statisticsContract, type StatisticsBench } from './statistics-contract.ts';
import { statisticsMutants } from './statistics-mutants.ts';

const openBench = (open: (database: MemoryDatabase) => StatisticsStores, runs: number): StatisticsBench => {
  let now = 2_000_000_000_000;
  const database = createMemoryDatabase(() => now);
  return {
    transactor: createMemoryTransactor(database, (opened) => ({ ...createMemoryWorkStores(opened), ...open(opened) })),
    advance: async (ms) => void (now += ms),
    now: async () => now,
    runs,
  };
};

describe('The statistics stores in memory', () => {
  test.each(statisticsContract)('$name', async ({ run }) => {
    await expect(run(openBench(createMemoryStatisticsStores, 60))).resolves.toBeUndefined();
  });
});

describe('The contract of the statistics stores', () => {
  test.each(statisticsMutants)('MUST catch a store that $name', async ({ open }) => {
    let broken: string | null = null;
    for (const { name, run } of statisticsContract) {
      await run(openBench(open, 20)).catch(() => (broken = name));
      if (broken !== null) break;
    }
    expect(broken).not.toBeNull();
  });
});
