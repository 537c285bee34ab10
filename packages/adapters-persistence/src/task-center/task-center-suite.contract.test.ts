import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { taskCenterStoresContract, type TaskCenterStoresSubject } from '@portico/core/testing';
import { testBackends, type TestDatabase } from '../database/test-database.ts';
import { createTransactor } from '../transactor.ts';

describe.each(testBackends(process.env['PORTICO_TEST_POSTGRES_URL']))(
  "the task center's stores on $name",
  ({ create }) => {
    let testDatabase: TestDatabase;
    let subject: TaskCenterStoresSubject;
    beforeAll(async () => {
      testDatabase = await create();
      subject = { transactor: createTransactor(testDatabase.database), freshTenant: async () => randomUUID() };
    });
    afterAll(() => testDatabase.dispose());

    test.each(taskCenterStoresContract)('$name', async ({ run }) => {
      await expect(run(subject)).resolves.toBeUndefined();
    });
  },
);
