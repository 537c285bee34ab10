import { ok, safeTry, type ResultAsync } from 'neverthrow';
import type { Instant } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import { createAdmission, timeIssue } from './admission.ts';
import { assertionEvent, timeToTell } from './assertion-event.ts';
import type { WorkflowDependencies } from './workflow-dependencies.ts';
import { changingEvents } from './fold-into.ts';
import type { WorkflowStores } from './ports.ts';
import { changedTodos, findOwners, groupByInstance, lockInstancesOf, readLogs, storeEvents } from './store-events.ts';
import type { RecordReport, ToldTask } from './workflow.ts';

/** Makes one task what it is told to be; the doorbell rings after the commit. */
export const tellTask =
  <Stores extends WorkflowStores>({ transactor, doorbell, ids, listener, tracer }: WorkflowDependencies<Stores>) =>
  (tenant: string, told: ToldTask, at: Instant | null, source: string): ResultAsync<RecordReport, StoreFailure> =>
    transactor
      .run((stores) =>
        safeTry(async function* () {
          const trace = tracer?.current() ?? null;
          const now = yield* stores.workflow.now();
          const id = told.instance.id;
          const locked = yield* lockInstancesOf(stores.workflow, tenant, [id]);
          const before = locked.get(id) ?? null;
          const event = assertionEvent(told, at ?? timeToTell(before, now), source, ids.next());
          const owners = yield* findOwners(stores.workflow, tenant, locked, [event]);
          // Without a time of its own it stands after the last event, which may itself be as far ahead as is let in.
          const early = at === null ? null : timeIssue(at, now);
          const rejection = early ?? createAdmission(locked, owners).admit(event);
          if (rejection !== null) {
            const report: RecordReport = {
              accepted: 0,
              duplicates: 0,
              ignored: [{ index: 0, eventId: null, ...rejection }],
              todos: 0,
            };
            return ok({ report, rings: [] });
          }
          const logs = yield* readLogs(stores.workflow, tenant, locked, groupByInstance([event]));
          const changing = changingEvents(tenant, id, before, [event], logs.get(id) ?? []);
          const { effect } = yield* storeEvents(stores, tenant, locked, changing, listener, () => trace);
          const report: RecordReport = {
            accepted: changing.length,
            duplicates: 1 - changing.length,
            ignored: [],
            todos: changedTodos(effect),
          };
          return ok({ report, rings: effect.rings });
        }),
      )
      .map(({ report, rings }) => {
        if (rings.length > 0) doorbell.ring(rings);
        return report;
      });
