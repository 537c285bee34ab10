import { ok, ResultAsync, safeTry } from 'neverthrow';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { DomainEvent } from './domain-event.ts';
import type { Telling } from './tell.ts';

/** Writes down what it hears for one kind of listener, in the transaction that the events tell of. */
export type Hear<Stores> = (
  stores: Stores,
  tenant: string,
  events: readonly DomainEvent[],
) => ResultAsync<void, StoreFailure>;

/** Makes events of what is to be told, and gives all of them to everybody: an event has one id, whoever is told of it. */
export const createTellAll =
  <Stores>(
    { clock, ids }: { readonly clock: Pick<Clock, 'now'>; readonly ids: Ids },
    listeners: readonly Hear<Stores>[],
  ): ((stores: Stores, tenant: string, tellings: readonly Telling[]) => ResultAsync<void, StoreFailure>) =>
  (stores, tenant, tellings) =>
    safeTry(async function* () {
      if (tellings.length === 0) return ok(undefined);
      const occurredAt = clock.now();
      const events = tellings.map((telling) => ({ ...telling, id: ids.next(), tenant, occurredAt }));
      // Side by side: a store with a network in between takes what they write in fewer round trips.
      yield* ResultAsync.combine(listeners.map((hear) => hear(stores, tenant, events)));
      return ok(undefined);
    });
