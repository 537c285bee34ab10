import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { statisticsContract, type StatisticsBench } from '@portico/core/testing';
import { testBackends, type TestDatabase } from '../database/test-database.ts';
import { createTransactor } from '../transactor.ts';

describe.each(testBackends(process.env['PORTICO_TEST_POSTGRES_URL']))(
  'the statistics stores on $name',
  ({ create }) => {
    let testDatabase: TestDatabase;
    let bench: StatisticsBench;
    beforeAll(async () => {
      testDatabase = await create();
    });
    beforeEach(async () => {
      await testDatabase.reset();
      await testDatabase.freeze(2_000_000_000_000);
      const transactor = createTransactor(testDatabase.database);
      bench = {
        transactor,
        advance: (ms) => testDatabase.advance(ms),
        now: async () => (await transactor.run(({ workflow }) => workflow.now()))._unsafeUnwrap(),
        runs: 10,
      };
    });
    afterAll(() => testDatabase.dispose());

    test.each(statisticsContract)('$name', async ({ run }) => {
      await expect(run(bench)).resolves.toBeUndefined();
    });
  },
);
