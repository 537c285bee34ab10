import { describe, expect, test } from 'vitest';
import type { Outbox } from '../../domain-events/ports.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../memory/memory-database.ts';
import { createMemoryOutbox } from '../../memory/memory-outbox.ts';
import { createMemoryTransactor } from '../../memory/memory-transactor.ts';
import { outboxContract, type OutboxSubject } from './outbox-contract.ts';
import { outboxMutants } from './outbox-mutants.ts';

const openSubject = (open: (database: MemoryDatabase) => Outbox): OutboxSubject => {
  let made = 0;
  const database = createMemoryDatabase(() => 1_763_683_200_000);
  return {
    transactor: createMemoryTransactor(database, (opened) => ({ outbox: open(opened) })),
    freshId: () => `id-${(made += 1)}`,
    runs: 100,
  };
};

describe('The outbox in memory', () => {
  test.each(outboxContract)('$name', async ({ run }) => {
    await expect(run(openSubject(createMemoryOutbox))).resolves.toBeUndefined();
  });
});

describe('The outbox’s contract', () => {
  test.each(outboxMutants)('MUST catch an outbox that $name', async ({ open }) => {
    const broken: string[] = [];
    for (const { name, run } of outboxContract) {
      if (broken.length === 0) await run(openSubject(open)).catch(() => broken.push(name));
    }
    expect(broken).not.toEqual([]);
  });
});
