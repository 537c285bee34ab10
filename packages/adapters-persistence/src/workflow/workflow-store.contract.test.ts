import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { workflowStoreContract, type WorkflowStoreSubject } from '@portico/core/testing';
import { testBackends, type TestDatabase } from '../database/test-database.ts';
import { createTransactor } from '../transactor.ts';

describe.each(testBackends(process.env['PORTICO_TEST_POSTGRES_URL']))('the workflow store on $name', ({ create }) => {
  let testDatabase: TestDatabase;
  let subject: WorkflowStoreSubject;
  beforeAll(async () => {
    testDatabase = await create();
    subject = { transactor: createTransactor(testDatabase.database), freshTenant: async () => randomUUID(), runs: 15 };
  });
  afterAll(() => testDatabase.dispose());

  test.each(workflowStoreContract)('$name', async ({ run }) => {
    await expect(run(subject)).resolves.toBeUndefined();
  });
});
