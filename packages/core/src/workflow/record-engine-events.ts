import { ok, safeTry, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import { createAdmission, shapeIssue, timeIssue, type Rejection } from './admission.ts';
import type { EngineEvent } from './model.ts';
import type { WorkflowStores } from './ports.ts';
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

/** Takes engine events in. A bad one is reported and leaves the others alone; the doorbell rings after the commit. */
export const recordEngineEvents =
  <Stores extends WorkflowStores>({ transactor, doorbell, listener }: WorkflowDependencies<Stores>) =>
  (tenant: string, events: readonly EngineEvent[]): ResultAsync<RecordReport, StoreFailure> =>
    transactor
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
          const { insertions, effect } = yield* storeEvents(stores, tenant, locked, entering, listener);
          const conflicts = admitted.passed.filter((_, index) => insertions[index] === 'conflict');
          const report: RecordReport = {
            accepted: insertions.filter((insertion) => insertion === 'new').length,
            duplicates: insertions.filter((insertion) => insertion === 'duplicate').length,
            ignored: [...sound.ignored, ...admitted.ignored, ...conflicts.map((item) => ignored(item, reused))].sort(
              (a, b) => a.index - b.index,
            ),
            todos: effect.todos,
          };
          return ok({ report, rings: effect.rings });
        }),
      )
      .map(({ report, rings }) => {
        if (rings.length > 0) doorbell.ring(rings);
        return report;
      });
