import { ok, safeTry, type ResultAsync } from 'neverthrow';
import type { Instant } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import { createAdmission, timeIssue } from './admission.ts';
import { assertionEvent } from './assertion-event.ts';
import { changingEvents } from './fold-into.ts';
import type { EngineEvent } from './model.ts';
import type { WorkflowStores } from './ports.ts';
import { changedTodos, findOwners, groupByInstance, lockInstancesOf, readLogs, storeEvents } from './store-events.ts';
import type { WorkflowDependencies } from './workflow-dependencies.ts';
import type { IgnoredEvent, RecordReport, ToldTask } from './workflow.ts';

/** A task as it was at a time. */
export interface ToldTaskAt extends ToldTask {
  readonly at: Instant;
}

/** Makes tasks what they are told to have been, in one transaction; the doorbell rings after the commit. */
export const tellTasks =
  <Stores extends WorkflowStores>({ transactor, doorbell, ids, listener, tracer }: WorkflowDependencies<Stores>) =>
  (tenant: string, told: readonly ToldTaskAt[], source: string): ResultAsync<RecordReport, StoreFailure> =>
    transactor
      .run((stores) =>
        safeTry(async function* () {
          const trace = tracer?.current() ?? null;
          const store = stores.workflow;
          const now = yield* store.now();
          const events = told.map((one): EngineEvent => assertionEvent(one, one.at, source, ids.next()));
          const locked = yield* lockInstancesOf(
            store,
            tenant,
            events.map(({ instance }) => instance.id),
          );
          const owners = yield* findOwners(store, tenant, locked, events);
          const admission = createAdmission(locked, owners);
          const ignored: IgnoredEvent[] = [];
          const admitted = events.filter((event, index) => {
            const rejection = timeIssue(event.occurredAt, now) ?? admission.admit(event);
            if (rejection !== null) ignored.push({ index, eventId: null, ...rejection });
            return rejection === null;
          });
          const candidates = groupByInstance(admitted);
          const logs = yield* readLogs(store, tenant, locked, candidates);
          const changing = [...candidates].flatMap(([id, some]) =>
            changingEvents(tenant, id, locked.get(id) ?? null, some, logs.get(id) ?? []),
          );
          const { effect } = yield* storeEvents(stores, tenant, locked, changing, listener, () => trace);
          const report: RecordReport = {
            accepted: changing.length,
            duplicates: admitted.length - changing.length,
            ignored,
            todos: changedTodos(effect),
          };
          return ok({ report, rings: effect.rings });
        }),
      )
      .map(({ report, rings }) => {
        if (rings.length > 0) doorbell.ring(rings);
        return report;
      });
