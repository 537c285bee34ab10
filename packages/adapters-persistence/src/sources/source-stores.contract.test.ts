import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sourceStoresContract, type SourceStoresSubject } from '@portico/core/testing';
import { testBackends, type TestDatabase } from '../database/test-database.ts';
import { createTransactor } from '../transactor.ts';

describe.each(testBackends(process.env['PORTICO_TEST_POSTGRES_URL']))("the sources' stores on $name", ({ create }) => {
  let testDatabase: TestDatabase;
  let subject: SourceStoresSubject;
  beforeAll(async () => {
    testDatabase = await create();
    subject = { transactor: createTransactor(testDatabase.database), freshTenant: () => randomUUID() };
  });
  afterAll(() => testDatabase.dispose());

  test.each(sourceStoresContract)('$name', async ({ run }) => {
    await expect(run(subject)).resolves.toBeUndefined();
  });
});
