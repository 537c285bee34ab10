import { ok, safeTry, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import { createAdmission, shapeIssue, timeIssue, type Rejection } from './admission.ts';
import type { EngineEvent } from './model.ts';
import type { EventInsertion, WorkflowStores } from './ports.ts';
import { findOwners, lockInstancesOf, storeEvents } from './store-events.ts';
import type { WorkflowDependencies } from './workflow-dependencies.ts';
import type { IgnoredEvent, RecordReport } from './workflow.ts';

interface Numbered {
  readonly index: number;
  readonly event: EngineEvent;
}

const ignored = ({ index, event }: Numbered, rejection: Rejection): IgnoredEvent => ({
  index,
  eventId: event.eventId,
  ...rejection,
});

const reused: Rejection = {
  code: 'EVENT_ID_REUSED',
  pointer: '/eventId',
  message: 'An event of this id was received before and said something else.',
};

/** Splits into those that pass and why the others do not. */
const sieve = (
  items: readonly Numbered[],
  check: (event: EngineEvent) => Rejection | null,
): { readonly passed: readonly Numbered[]; readonly ignored: readonly IgnoredEvent[] } => {
  const passed: Numbered[] = [];
  const out: IgnoredEvent[] = [];
  for (const item of items) {
    const rejection = check(item.event);
    if (rejection === null) passed.push(item);
    else out.push(ignored(item, rejection));
  }
  return { passed, ignored: out };
};

/** What one caller brings. */
export interface Delivery {
  readonly events: readonly EngineEvent[];
  /** W3C `traceparent` of each event; null where it has none. */
  readonly traces: readonly (string | null)[];
}

/** What became of one delivery: places in it count within its own events. */
const reportOf = (
  delivery: Delivery,
  from: number,
  insertions: ReadonlyMap<EngineEvent, EventInsertion>,
  rejected: readonly IgnoredEvent[],
  todos: number,
): RecordReport => {
  const counted = (wanted: EventInsertion): number =>
    delivery.events.filter((event) => insertions.get(event) === wanted).length;
  return {
    accepted: counted('new'),
    duplicates: counted('duplicate'),
    ignored: rejected
      .filter(({ index }) => index >= from && index < from + delivery.events.length)
      .map((item) => ({ ...item, index: item.index - from }))
      .sort((a, b) => a.index - b.index),
    todos,
  };
};

/**
 * Takes deliveries of engine events in, in one transaction, and answers a report for each, in order. A bad event is reported and leaves
 * the others alone; the doorbell rings after the commit. A to-do that several deliveries changed counts for the last of them.
 */
export const recordDeliveries =
  <Stores extends WorkflowStores>({
    transactor,
    doorbell,
    listener,
  }: Pick<WorkflowDependencies<Stores>, 'transactor' | 'doorbell' | 'listener'>) =>
  (tenant: string, deliveries: readonly Delivery[]): ResultAsync<readonly RecordReport[], StoreFailure> => {
    // The same object may be handed in twice; as a copy it stands for itself.
    const copies = deliveries.map(({ events, traces }) => ({ traces, events: events.map((event) => ({ ...event })) }));
    const events = copies.flatMap((delivery) => delivery.events);
    const traces = new Map(
      copies.flatMap((one) => one.events.map((event, index) => [event, one.traces[index] ?? null])),
    );
    return transactor
      .run((stores) =>
        safeTry(async function* () {
          const now = yield* stores.workflow.now();
          const numbered = events.map((event, index) => ({ index, event }));
          const sound = sieve(numbered, (event) => shapeIssue(event) ?? timeIssue(event.occurredAt, now));
          const candidates = sound.passed.map(({ event }) => event);
          const locked = yield* lockInstancesOf(
            stores.workflow,
            tenant,
            candidates.map(({ instance }) => instance.id),
          );
          const owners = yield* findOwners(stores.workflow, tenant, locked, candidates);
          const admission = createAdmission(locked, owners);
          const admitted = sieve(sound.passed, (event) => admission.admit(event));
          const entering = admitted.passed.map(({ event }) => event);
          const stored = yield* storeEvents(
            stores,
            tenant,
            locked,
            entering,
            listener,
            (event) => traces.get(event) ?? null,
          );
          const insertions = new Map(
            entering.map((event, index): [EngineEvent, EventInsertion] => [
              event,
              stored.insertions[index] ?? 'conflict',
            ]),
          );
          const conflicts = admitted.passed.filter(({ event }) => insertions.get(event) === 'conflict');
          const rejected = [...sound.ignored, ...admitted.ignored, ...conflicts.map((item) => ignored(item, reused))];
          const lastOf = new Map(
            copies.flatMap((one, place) => one.events.map(({ instance }) => [instance.id, place])),
          );
          let from = 0;
          const reports = copies.map((delivery, place) => {
            const todos = [...stored.effect.todos].reduce(
              (sum, [id, count]) => (lastOf.get(id) === place ? sum + count : sum),
              0,
            );
            const report = reportOf(delivery, from, insertions, rejected, todos);
            from += delivery.events.length;
            return report;
          });
          return ok({ reports, rings: stored.effect.rings });
        }),
      )
      .map(({ reports, rings }) => {
        if (rings.length > 0) doorbell.ring(rings);
        return reports;
      });
  };
