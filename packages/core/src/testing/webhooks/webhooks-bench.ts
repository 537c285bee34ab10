import type { Stores } from '../../application.ts';
import type { DomainEvent } from '../../domain-events/domain-event.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../memory/memory-database.ts';
import { createMemoryStores } from '../../memory/memory-ports.ts';
import { createMemoryTransactor } from '../../memory/memory-transactor.ts';
import type { Transactor } from '../../ports/transactor.ts';
import { createWebhooks, type RunningWebhooks } from '../../webhooks/create-webhooks.ts';
import type { NewWebhookSecret, ShownWebhookMessage } from '../../webhooks/webhooks.ts';
import type { Attempt } from '../../work/attempt.ts';
import { createWorker } from '../../work/worker.ts';
import { createFakeClock, type FakeClock } from '../fake-clock.ts';
import { openSecrets } from '../task-center/task-center-bench.ts';
import { createFakeDoorbell } from '../work/fake-doorbell.ts';
import { createFakeWebhookSender, type FakeWebhookSender } from './fake-webhook-sender.ts';

/** Webhooks over memory stores, with the real worker, a fake clock and a fake sender. */
export interface WebhooksBench {
  readonly tenant: string;
  readonly clock: FakeClock;
  readonly database: MemoryDatabase;
  readonly transactor: Transactor<Stores>;
  readonly sender: FakeWebhookSender;
  readonly webhooks: RunningWebhooks;
  event(type: string, data?: Readonly<Record<string, unknown>>): DomainEvent;
  /** Makes an endpoint at `https://<code>.example.edu/`. */
  add(code: string, types?: readonly string[] | null): Promise<NewWebhookSecret>;
  tell(...events: readonly DomainEvent[]): Promise<void>;
  message(
    endpoint: string,
    id: string,
  ): Promise<{ readonly message: ShownWebhookMessage; readonly attempts: readonly Attempt[] }>;
  close(): Promise<void>;
}

const minute = 60_000;
const hour = 60 * minute;
const tenant = 'default';

/** `rest` as for `createFakeClock`. */
export const startWebhooksBench = async (rest: () => Promise<void>): Promise<WebhooksBench> => {
  const clock = createFakeClock(rest);
  const database = createMemoryDatabase(clock.now);
  const transactor = createMemoryTransactor<Stores>(database, createMemoryStores);
  const doorbell = createFakeDoorbell();
  const sender = createFakeWebhookSender(clock);
  let made = 0;
  const ids = { next: () => `id-${String((made += 1)).padStart(6, '0')}` };
  const webhooks = createWebhooks({ transactor, doorbell, clock, ids, secrets: openSecrets, sender });
  const worker = createWorker<Stores>({
    transactor,
    handlers: webhooks.handlers,
    doorbell,
    clock,
    random: { next: () => 0 },
    // Days pass here: what looks every second looks every minute.
    options: { lookEveryMs: minute, beatEveryMs: hour, reapEveryMs: hour, revokeAfterMs: 10 * hour },
  });
  (await worker.start())._unsafeUnwrap();
  return {
    tenant,
    clock,
    database,
    transactor,
    sender,
    webhooks,
    event: (type, data = {}) => ({
      id: ids.next(),
      tenant,
      type: type as DomainEvent['type'],
      occurredAt: clock.now(),
      data,
      trace: null,
    }),
    add: async (code, types = null) =>
      (
        await webhooks.createEndpoint(tenant, { code, url: `https://${code}.example.edu/`, types }, null)
      )._unsafeUnwrap(),
    tell: async (...events) =>
      (await transactor.run((stores) => webhooks.tell(stores, tenant, events)))._unsafeUnwrap(),
    message: async (endpoint, id) => (await webhooks.showMessage(tenant, endpoint, id))._unsafeUnwrap(),
    close: async () => {
      const stopped = worker.stop(0);
      await clock.advance(minute);
      await stopped;
    },
  };
};
