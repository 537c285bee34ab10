import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessStoreContract, type AccessStoreSubject } from '@portico/core/testing';
import { testBackends, type TestDatabase } from '../database/test-database.ts';
import { createTransactor } from '../transactor.ts';

describe.each(testBackends(process.env['PORTICO_TEST_POSTGRES_URL']))('the access store on $name', ({ create }) => {
  let testDatabase: TestDatabase;
  let subject: AccessStoreSubject;
  beforeAll(async () => {
    testDatabase = await create();
    subject = { transactor: createTransactor(testDatabase.database), freshId: randomUUID };
  });
  afterAll(() => testDatabase.dispose());

  test.each(accessStoreContract)('$name', async ({ run }) => {
    await expect(run(subject)).resolves.toBeUndefined();
  });
});
