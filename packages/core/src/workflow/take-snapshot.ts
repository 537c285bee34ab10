import { err, ok, safeTry, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Ring } from '../work/ports.ts';
import { createAdmission, timeIssue, type Rejection } from './admission.ts';
import { assertionEvent } from './assertion-event.ts';
import type { WorkflowDependencies } from './workflow-dependencies.ts';
import { changingEvents } from './fold-into.ts';
import type { EngineEvent } from './model.ts';
import type { WorkflowStores } from './ports.ts';
import { closingOf, confirmationNeeded, findMissing, pageOpenTasks } from './snapshot-closings.ts';
import { changedTodos, findOwners, groupByInstance, lockInstancesOf, readLogs, storeEvents } from './store-events.ts';
import type { IgnoredEvent, Snapshot, SnapshotNeedsConfirmation, SnapshotReport, ToldTask } from './workflow.ts';

interface Taken {
  readonly report: SnapshotReport;
  readonly rings: readonly Ring[];
}

const refused = (rejection: Rejection): Taken => ({
  report: {
    accepted: 0,
    duplicates: 0,
    ignored: [{ index: 0, eventId: null, ...rejection }],
    todos: 0,
    closed: 0,
  },
  rings: [],
});

const twice: Rejection = { code: 'EVENT_INVALID', pointer: '/task/id', message: 'The list names this task twice.' };

/** Makes the open tasks of a scope those of the list; the doorbell rings after the commit. */
export const takeSnapshot =
  <Stores extends WorkflowStores>({ transactor, doorbell, ids, listener, tracer }: WorkflowDependencies<Stores>) =>
  (tenant: string, snapshot: Snapshot): ResultAsync<SnapshotReport, StoreFailure | SnapshotNeedsConfirmation> =>
    transactor
      .run((stores) =>
        safeTry<Taken, StoreFailure | SnapshotNeedsConfirmation>(async function* () {
          const trace = tracer?.current() ?? null;
          const store = stores.workflow;
          const early = timeIssue(snapshot.occurredAt, yield* store.now());
          if (early !== null) return ok(refused(early));

          const toEvent = (told: ToldTask): EngineEvent =>
            assertionEvent(told, snapshot.occurredAt, snapshot.source, ids.next());
          const listed = snapshot.tasks.map(toEvent);
          // Read without a lock to learn which instances matter; what is decided is decided on the locked states.
          const open = yield* pageOpenTasks(store, tenant, snapshot.scope);
          const instanceIds = [...listed, ...open].map(({ instance }) => instance.id);
          const locked = yield* lockInstancesOf(store, tenant, instanceIds);
          const scope = yield* findMissing(store, tenant, snapshot, locked, open);
          const question = confirmationNeeded(tenant, snapshot, scope);
          if (question !== null) return err(question);

          const owners = yield* findOwners(store, tenant, locked, listed);
          const admission = createAdmission(locked, owners);
          const ignored: IgnoredEvent[] = [];
          const seen = new Set<string>();
          const told = listed.filter((event, index) => {
            const taskId = event.task?.id ?? '';
            const rejection = seen.has(taskId) ? twice : admission.admit(event);
            seen.add(taskId);
            if (rejection !== null) ignored.push({ index, eventId: null, ...rejection });
            return rejection === null;
          });
          const closings = scope.missing.map((missing) => toEvent(closingOf(missing, snapshot)));
          const candidates = groupByInstance([...told, ...closings]);
          const logs = yield* readLogs(store, tenant, locked, candidates);
          const changing = [...candidates].flatMap(([id, events]) =>
            changingEvents(tenant, id, locked.get(id) ?? null, events, logs.get(id) ?? []),
          );
          const { effect } = yield* storeEvents(stores, tenant, locked, changing, listener, () => trace);
          const closing = new Set(closings);
          const report: SnapshotReport = {
            accepted: changing.length,
            duplicates: told.length + closings.length - changing.length,
            ignored,
            todos: changedTodos(effect),
            closed: changing.filter((event) => closing.has(event)).length,
          };
          return ok({ report, rings: effect.rings });
        }),
      )
      .map(({ report, rings }) => {
        if (rings.length > 0) doorbell.ring(rings);
        return report;
      });
