import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMemoryPorts } from '@portico/core/memory';
import { createFakeWebhookSender } from '@portico/core/testing';
import { createWebhooks } from '@portico/core/webhooks';
import { testBackends, type TestDatabase } from '../database/test-database.ts';
import { createTransactor } from '../transactor.ts';

const clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  timer: () => () => undefined,
};

describe.each(testBackends(process.env['PORTICO_TEST_POSTGRES_URL']))('removing a webhook on $name', ({ create }) => {
  let testDatabase: TestDatabase;
  beforeAll(async () => {
    testDatabase = await create();
  });
  afterAll(() => testDatabase.dispose());

  test('MUST leave no message and no key behind that nobody works on, whoever tells it something at the same time', async () => {
    const transactor = createTransactor(testDatabase.database);
    const webhooks = createWebhooks({
      transactor,
      doorbell: { ring: () => undefined, listen: () => () => undefined },
      clock,
      ids: { next: randomUUID },
      secrets: createMemoryPorts(clock).secrets,
      sender: createFakeWebhookSender(clock),
    });
    const tenant = 'default';
    const draft = { code: 'portal', url: 'https://portal.example.edu/' };
    const tell = async (): Promise<void> => {
      const events = Array.from({ length: 3 }, () => ({
        id: randomUUID(),
        tenant,
        type: 'todo.refused' as const,
        occurredAt: Date.now(),
        data: {},
        trace: null,
      }));
      (await transactor.run((stores) => webhooks.tell(stores, tenant, events)))._unsafeUnwrap();
    };
    for (let round = 0; round < 15; round += 1) {
      (await webhooks.createEndpoint(tenant, draft, null))._unsafeUnwrap();
      const [removed] = await Promise.all([
        (async () => (await webhooks.removeEndpoint(tenant, 'portal'))._unsafeUnwrap())(),
        ...Array.from({ length: 6 }, tell),
      ]);
      expect(removed).toBeUndefined();
    }
    const { rows } = await sql<{ messages: number; homeless: number }>`
      select (select count(*) from webhook_message) as messages,
        (select count(*) from work w where not exists (select from lane l where l.id = w.lane)) as homeless`.execute(
      testDatabase.database.kysely,
    );
    expect(rows).toEqual([{ messages: 0, homeless: 0 }]);
  }, 60_000);
});
