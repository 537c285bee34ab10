import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jobStoreContract, type JobStoreSubject } from '@portico/core/testing';
import { testBackends, type TestDatabase } from '../database/test-database.ts';
import { createTransactor } from '../transactor.ts';

describe.each(testBackends(process.env['PORTICO_TEST_POSTGRES_URL']))('the job store on $name', ({ create }) => {
  let testDatabase: TestDatabase;
  let subject: JobStoreSubject;
  let made = 0;
  beforeAll(async () => {
    testDatabase = await create();
    subject = {
      transactor: createTransactor(testDatabase.database),
      freshTenant: async () => randomUUID(),
      freshId: () => `job-${String((made += 1)).padStart(8, '0')}`,
      runs: 15,
    };
  });
  afterAll(() => testDatabase.dispose());

  test.each(jobStoreContract)('$name', async ({ run }) => {
    await expect(run(subject)).resolves.toBeUndefined();
  });
});
