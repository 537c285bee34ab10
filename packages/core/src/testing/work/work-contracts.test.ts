import { describe, expect, test } from 'vitest';
import { createMemoryDatabase } from '../../memory/memory-database.ts';
import { createMemoryTransactor } from '../../memory/memory-transactor.ts';
import { createMemoryWorkStores } from '../../memory/memory-work-stores.ts';
import { createFakeDoorbell } from './fake-doorbell.ts';
import { doorbellContract } from './doorbell-contract.ts';
import type { StoreBench } from './store-bench.ts';
import { workContract } from './work-contract.ts';
import { workMutants, type WorkMutant } from './work-mutants.ts';

declare const setImmediate: (run: () => void) => unknown;

const openBench = (open: WorkMutant['open'], runs: number): StoreBench => {
  let now = 2_000_000_000_000;
  const database = createMemoryDatabase(() => now);
  return {
    transactor: createMemoryTransactor(database, open),
    advance: async (ms) => void (now += ms),
    now: async () => now,
    runs,
  };
};

describe('The work stores in memory', () => {
  test.each(workContract)('$name', async ({ run }) => {
    await expect(run(openBench(createMemoryWorkStores, 200))).resolves.toBeUndefined();
  });
});

describe('The contract of the work stores', () => {
  test.each(workMutants)('MUST catch a store that $name', async ({ open }) => {
    let broken: string | null = null;
    for (const { name, run } of workContract) {
      await run(openBench(open, 50)).catch(() => (broken = name));
      if (broken !== null) break;
    }
    expect(broken).not.toBeNull();
  });
});

describe('The doorbell of the tests', () => {
  test.each(doorbellContract)('$name', async ({ run }) => {
    const arrived = (): Promise<void> => new Promise((done) => void setImmediate(done));
    await expect(run({ doorbell: createFakeDoorbell(), arrived })).resolves.toBeUndefined();
  });
});
