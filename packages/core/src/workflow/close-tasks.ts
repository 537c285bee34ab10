import { ok, safeTry, type ResultAsync } from 'neverthrow';
import type { Instant } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import { assertionEvent } from './assertion-event.ts';
import { changingEvents } from './fold-into.ts';
import type { EngineEvent } from './model.ts';
import type { WorkflowStores } from './ports.ts';
import { closingOf, findMissing } from './snapshot-closings.ts';
import { changedTodos, groupByInstance, lockInstancesOf, readLogs, storeEvents } from './store-events.ts';
import type { WorkflowDependencies } from './workflow-dependencies.ts';
import type { Snapshot } from './workflow.ts';

/** Which tasks an engine no longer has open. */
export interface Closing {
  readonly source: string;
  /** When the engine's list was read that lacks them. */
  readonly occurredAt: Instant;
  readonly taskIds: readonly string[];
  readonly missing: Snapshot['missing'];
}

export interface ClosingReport {
  readonly closed: number;
  /** How many to-dos changed. */
  readonly todos: number;
}

/** Closes tasks that are still open, are older than the list, and have had no event since; leaves the others. */
export const closeTasks =
  <Stores extends WorkflowStores>({ transactor, doorbell, ids, listener, tracer }: WorkflowDependencies<Stores>) =>
  (tenant: string, { source, occurredAt, taskIds, missing }: Closing): ResultAsync<ClosingReport, StoreFailure> =>
    transactor
      .run((stores) =>
        safeTry(async function* () {
          const trace = tracer?.current() ?? null;
          const store = stores.workflow;
          const snapshot: Snapshot = {
            source,
            occurredAt,
            scope: { processId: null, assigneeId: null },
            tasks: [],
            missing,
            confirm: null,
          };
          const seen = [...(yield* store.findTasks(tenant, taskIds)).values()];
          const locked = yield* lockInstancesOf(
            store,
            tenant,
            seen.map(({ instance }) => instance.id),
          );
          const found = yield* findMissing(store, tenant, snapshot, locked, seen);
          const events = found.missing.map((one): EngineEvent =>
            assertionEvent(closingOf(one, snapshot), occurredAt, source, ids.next()),
          );
          const candidates = groupByInstance(events);
          const logs = yield* readLogs(store, tenant, locked, candidates);
          const changing = [...candidates].flatMap(([id, some]) =>
            changingEvents(tenant, id, locked.get(id) ?? null, some, logs.get(id) ?? []),
          );
          const { effect } = yield* storeEvents(stores, tenant, locked, changing, listener, () => trace);
          return ok({ report: { closed: changing.length, todos: changedTodos(effect) }, rings: effect.rings });
        }),
      )
      .map(({ report, rings }) => {
        if (rings.length > 0) doorbell.ring(rings);
        return report;
      });
