import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { outboxContract, type OutboxSubject } from '@portico/core/testing';
import { testBackends, type TestDatabase } from '../database/test-database.ts';
import { createTransactor } from '../transactor.ts';

describe.each(testBackends(process.env['PORTICO_TEST_POSTGRES_URL']))('the outbox on $name', ({ create }) => {
  let testDatabase: TestDatabase;
  let subject: OutboxSubject;
  beforeAll(async () => {
    testDatabase = await create();
    subject = { transactor: createTransactor(testDatabase.database), freshId: randomUUID, runs: 15 };
  });
  afterAll(() => testDatabase.dispose());

  test.each(outboxContract)('$name', async ({ run }) => {
    await expect(run(subject)).resolves.toBeUndefined();
  });
});
