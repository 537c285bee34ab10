import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signInStoresContract, type SignInStoresSubject } from '@portico/core/testing';
import { testBackends, type TestDatabase } from '../database/test-database.ts';
import { createTransactor } from '../transactor.ts';

describe.each(testBackends(process.env['PORTICO_TEST_POSTGRES_URL']))('the sign-in stores on $name', ({ create }) => {
  let testDatabase: TestDatabase;
  let subject: SignInStoresSubject;
  beforeAll(async () => {
    testDatabase = await create();
    subject = {
      transactor: createTransactor(testDatabase.database),
      fresh: randomUUID,
      advance: (ms) => testDatabase.advance(ms),
    };
  });
  afterAll(() => testDatabase.dispose());

  test.each(signInStoresContract)('$name', async ({ run }) => {
    await expect(run(subject)).resolves.toBeUndefined();
  });

  test('MUST let exactly one of many racing connections take a ticket', async () => {
    for (let round = 0; round < 10; round += 1) {
      const taken = await Promise.all(
        Array.from({ length: 40 }, () =>
          subject.transactor.run((stores) => stores.once.use('default', 'ticket', `ticket-${round}`, 60_000)),
        ),
      );
      expect(taken.filter((result) => result._unsafeUnwrap())).toHaveLength(1);
    }
  });
});
