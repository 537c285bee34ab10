import { describe, expect, test } from 'vitest';
import type { AlertStore } from '../../alerts/ports.ts';
import { createMemoryAlertStore } from '../../memory/memory-alert-store.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../memory/memory-database.ts';
import { createMemoryTransactor } from '../../memory/memory-transactor.ts';
import { alertStoreContract, type AlertStoreSubject } from './alert-store-contract.ts';
import { alertStoreMutants } from './alert-store-mutants.ts';

const openSubject = (open: (database: MemoryDatabase) => AlertStore): AlertStoreSubject => {
  let made = 0;
  let now = 1_767_225_600_000;
  const database = createMemoryDatabase(() => now);
  return {
    transactor: createMemoryTransactor(database, (opened) => ({ alerts: open(opened) })),
    freshTenant: () => `tenant-${(made += 1)}`,
    advance: async (ms) => void (now += ms),
    runs: 50,
  };
};

describe('The alerts’ store in memory', () => {
  test.each(alertStoreContract)('$name', async ({ run }) => {
    await expect(run(openSubject(createMemoryAlertStore))).resolves.toBeUndefined();
  });
});

describe('The alerts’ contract', () => {
  test.each(alertStoreMutants)('MUST catch a store that $name', async ({ open }) => {
    const broken: string[] = [];
    for (const { name, run } of alertStoreContract) {
      if (broken.length === 0) await run(openSubject(open)).catch(() => broken.push(name));
    }
    expect(broken).not.toEqual([]);
  });
});
