import { describe, expect, test } from 'vitest';
import { createMemoryDatabase, type MemoryDatabase } from '../../memory/memory-database.ts';
import { createMemoryTransactor } from '../../memory/memory-transactor.ts';
import { createMemoryWebhookStores } from '../../memory/memory-webhook-stores.ts';
import type { WebhookStores } from '../../webhooks/ports.ts';
import { webhookStoresContract, type WebhookStoresSubject } from './webhook-stores-contract.ts';
import { webhookStoresMutants } from './webhook-stores-mutants.ts';

const openSubject = (open: (database: MemoryDatabase) => WebhookStores): WebhookStoresSubject => {
  let made = 0;
  let now = 1_763_683_200_000;
  const database = createMemoryDatabase(() => now);
  return {
    transactor: createMemoryTransactor(database, open),
    freshTenant: () => `tenant-${(made += 1)}`,
    advance: async (ms) => void (now += ms),
    runs: 50,
  };
};

describe('The webhooks’ stores in memory', () => {
  test.each(webhookStoresContract)('$name', async ({ run }) => {
    await expect(run(openSubject(createMemoryWebhookStores))).resolves.toBeUndefined();
  });
});

describe('The webhooks’ contract', () => {
  test.each(webhookStoresMutants)('MUST catch stores that $name', async ({ open }) => {
    const broken: string[] = [];
    for (const { name, run } of webhookStoresContract) {
      if (broken.length === 0) await run(openSubject(open)).catch(() => broken.push(name));
    }
    expect(broken).not.toEqual([]);
  });
});
