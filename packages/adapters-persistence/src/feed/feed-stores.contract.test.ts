import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { feedStoresContract, type FeedStoresSubject } from '@portico/core/testing';
import { testBackends, type TestDatabase } from '../database/test-database.ts';
import { createTransactor } from '../transactor.ts';

describe.each(testBackends(process.env['PORTICO_TEST_POSTGRES_URL']))("the feed's stores on $name", ({ create }) => {
  let testDatabase: TestDatabase;
  let subject: FeedStoresSubject;
  beforeAll(async () => {
    testDatabase = await create();
    subject = {
      transactor: createTransactor(testDatabase.database),
      freshTenant: randomUUID,
      advance: (ms) => testDatabase.advance(ms),
    };
  });
  afterAll(() => testDatabase.dispose());

  test.each(feedStoresContract)('$name', async ({ run }) => {
    await expect(run(subject)).resolves.toBeUndefined();
  });
});
