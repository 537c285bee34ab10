import { ok, okAsync, ResultAsync, safeTry } from 'neverthrow';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { LaneId } from '../work/lane.ts';
import type { Doorbell, WorkStores } from '../work/ports.ts';
import type { DomainEvent } from './domain-event.ts';
import { domainLaneConfig, domainLaneName } from './domain-lane.ts';
import { createLateRing } from './late-ring.ts';
import type { DomainEventStores } from './ports.ts';
import { createTellAll, type Hear } from './tell-all.ts';

/** What is to be told; the rest of an event is added when it is written down. */
export type Telling = Pick<DomainEvent, 'type' | 'data' | 'trace'>;

type Stores = DomainEventStores & Pick<WorkStores, 'work' | 'lanes'>;

/**
 * Writes events down in the transaction that they tell of, to be handed over once it has committed. They are handed over at least
 * once, under the same id each time; their order is kept by best effort only, so whoever hears them orders them by `data.version`.
 */
export type Tell = (stores: Stores, tenant: string, tellings: readonly Telling[]) => ResultAsync<void, StoreFailure>;

export interface TellDependencies {
  readonly doorbell: Doorbell;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Keeps events for the publisher, in the outbox. One a process: it remembers the tenants' lanes. */
export const createHearForPublisher = ({ doorbell, clock, ids }: TellDependencies): Hear<Stores> => {
  const laneOf = createLaneOf();
  const ringLate = createLateRing(doorbell, clock);
  return (stores, tenant, events) =>
    safeTry(async function* () {
      if (events.length === 0) return ok(undefined);
      const batch = ids.next();
      const lane = yield* laneOf(stores, tenant);
      // Of several traces one can lead on; each event carries its own.
      const trace = events.find((event) => event.trace !== null)?.trace ?? null;
      // Side by side: a store with a network in between takes both in one round trip.
      yield* ResultAsync.combine([
        stores.work.schedule([{ lane, key: batch, class: 'live', delayMs: 0, uncertain: false, trace }]),
        stores.outbox.append(batch, events),
      ]);
      ringLate(lane, batch);
      return ok(undefined);
    });
};

/** Tells the publisher, and nobody else. */
export const createTell = (dependencies: TellDependencies): Tell =>
  createTellAll(dependencies, [createHearForPublisher(dependencies)]);

/** Finds a tenant's lane, or makes it, and remembers it once that is safe. */
const createLaneOf = (): ((stores: Stores, tenant: string) => ResultAsync<LaneId, StoreFailure>) => {
  const known = new Map<string, LaneId>();
  const makers = new WeakSet<Stores>();
  return (stores, tenant) => {
    const lane = known.get(tenant);
    if (lane !== undefined) return okAsync(lane);
    return safeTry(async function* () {
      const ref = { tenant, name: domainLaneName };
      const found = yield* stores.lanes.find(ref);
      if (found !== null) {
        // A transaction also finds what it has made itself, and may yet take that back.
        if (!makers.has(stores)) known.set(tenant, found.id);
        return ok(found.id);
      }
      makers.add(stores);
      const [made] = yield* stores.lanes.ensure([{ ...ref, config: domainLaneConfig }]);
      if (made === undefined) throw new Error('Ensuring a lane answered nothing.');
      return ok(made.id);
    });
  };
};
