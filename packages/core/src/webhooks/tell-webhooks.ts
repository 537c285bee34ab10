import { ok, safeTry, type ResultAsync } from 'neverthrow';
import type { DomainEvent } from '../domain-events/domain-event.ts';
import { createLateRing } from '../domain-events/late-ring.ts';
import type { Clock } from '../ports/clock.ts';
import type { Millis } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Doorbell, WorkStores } from '../work/ports.ts';
import { wantsType } from './message-type.ts';
import type { WebhookStores } from './ports.ts';
import { webhookLaneConfig, webhookLaneName } from './webhook-lane.ts';

type Stores = WebhookStores & Pick<WorkStores, 'work' | 'lanes'>;

/** Writes events down as messages, in the transaction that they tell of; they are sent once it has committed. */
export type TellWebhooks = (
  stores: Stores,
  tenant: string,
  events: readonly DomainEvent[],
) => ResultAsync<void, StoreFailure>;

/** How long it may take until other processes notice a tenant's first endpoint: most tenants have none, and are told a lot of. */
const noticedWithinMs: Millis = 1_000;

/** Tells, and hears of endpoints that are made in this process. */
export interface WebhookTeller {
  readonly tell: TellWebhooks;
  made(tenant: string): void;
}

/** A message for each enabled endpoint that wants an event's type, under the event's id. */
export const createTellWebhooks = ({
  doorbell,
  clock,
}: {
  readonly doorbell: Doorbell;
  readonly clock: Pick<Clock, 'timer' | 'monotonic'>;
}): WebhookTeller => {
  const ringLate = createLateRing(doorbell, clock);
  /** Tenants without any endpoint, and until when that is believed. */
  const bare = new Map<string, Millis>();
  const tell: TellWebhooks = (stores, tenant, events) =>
    safeTry(async function* () {
      if (events.length === 0 || (bare.get(tenant) ?? -1) > clock.monotonic()) return ok(undefined);
      const endpoints = yield* stores.webhookEndpoints.list(tenant);
      if (endpoints.length === 0) {
        bare.set(tenant, clock.monotonic() + noticedWithinMs);
        return ok(undefined);
      }
      bare.delete(tenant);
      const told = endpoints.flatMap(({ code, enabled, types }) => {
        const wanted = enabled ? events.filter(({ type }) => wantsType(types, type)) : [];
        return wanted.length === 0 ? [] : [{ code, wanted }];
      });
      if (told.length === 0) return ok(undefined);
      // First: from here on the endpoints cannot be removed but with what follows. One that is removed already leaves keys of nothing.
      yield* stores.webhookMessages.append(
        told.flatMap(({ code, wanted }) =>
          wanted.map(({ id, type, occurredAt, data }) => ({ tenant, endpoint: code, id, type, occurredAt, data })),
        ),
      );
      // Never remembered: an endpoint that is made anew under an old code has another lane.
      const lanes = yield* stores.lanes.ensure(
        told.map(({ code }) => ({ tenant, name: webhookLaneName(code), config: webhookLaneConfig })),
      );
      const work = told.flatMap(({ wanted }, index) => {
        const lane = lanes[index];
        if (lane === undefined) throw new Error('Ensuring lanes answered too few.');
        return wanted.map(({ id, trace }) => ({ lane: lane.id, key: id, trace }));
      });
      yield* stores.work.schedule(
        work.map((item) => ({ ...item, class: 'live', delayMs: 0, uncertain: false }) as const),
      );
      for (const { lane, key } of work) ringLate(lane, key);
      return ok(undefined);
    });
  return { tell, made: (tenant) => void bare.delete(tenant) };
};
