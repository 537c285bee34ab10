import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { Instant } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import { compareCodePoints } from '../work/code-point-order.ts';
import { compareEvents } from '../workflow/event-order.ts';
import type { EngineEvent, InstanceState, InstanceStatus } from '../workflow/model.ts';
import type { EventInsertion, StoredEvent, TaskInInstance, TaskScope, WorkflowStore } from '../workflow/ports.ts';
import type { MemoryDatabase } from './memory-database.ts';
import type { MemoryTable } from './memory-table.ts';

interface InstanceRow {
  readonly state: InstanceState;
  readonly savedAt: Instant;
}

interface EventRow extends StoredEvent {
  readonly tenant: string;
  readonly receivedAt: Instant;
}

const keyOf = (...parts: readonly string[]): string => JSON.stringify(parts);

const instanceTable = (database: MemoryDatabase): MemoryTable<InstanceRow> => database.table('workflow-instance');

/** The status of a stored instance; null when there is none. */
export const memoryInstanceStatus = (database: MemoryDatabase, tenant: string, id: string): InstanceStatus | null =>
  instanceTable(database).get(keyOf(tenant, id))?.state.status ?? null;

const inInstance = (state: InstanceState): readonly TaskInInstance[] => {
  const { tasks, ...instance } = state;
  return tasks.map((task) => ({ instance, task }));
};

const inScope = ({ instance, task }: TaskInInstance, scope: TaskScope): boolean =>
  (scope.processId === null || instance.processId === scope.processId) &&
  (scope.status === null || task.status === scope.status) &&
  (scope.assigneeId === null ||
    task.assignees.some(({ person, state }) => person.id === scope.assigneeId && state !== 'withdrawn'));

const before = (
  a: { readonly version: number; readonly id: string },
  b: { readonly version: number; readonly id: string },
): number => b.version - a.version || compareCodePoints(b.id, a.id);

/** Instances, tasks and events in memory. One transaction runs at a time there, so locks are nothing to it. */
export const createMemoryWorkflowStore = (database: MemoryDatabase): WorkflowStore => {
  const instances = instanceTable(database);
  const owners = database.table<string>('workflow-task-owner');
  const events = database.table<EventRow>('workflow-event');
  // Which events an instance has, so that folding one does not walk through all.
  const journals = database.table<readonly string[]>('workflow-journal');

  const find = (tenant: string, ids: readonly string[]): ReadonlyMap<string, InstanceState> => {
    const found = new Map<string, InstanceState>();
    for (const id of ids) {
      const row = instances.get(keyOf(tenant, id));
      if (row !== undefined) found.set(id, row.state);
    }
    return found;
  };

  const journalOf = (tenant: string, id: string): readonly EventRow[] =>
    (journals.get(keyOf(tenant, id)) ?? []).flatMap((key) => events.get(key) ?? []);

  const insert = (tenant: string, { event, hash }: StoredEvent): EventInsertion => {
    const key = keyOf(tenant, event.source, event.eventId);
    const stored = events.get(key);
    if (stored !== undefined) return stored.hash === hash ? 'duplicate' : 'conflict';
    events.set(key, { tenant, event, hash, receivedAt: database.now() });
    const journal = keyOf(tenant, event.instance.id);
    journals.set(journal, [...(journals.get(journal) ?? []), key]);
    return 'new';
  };

  const save = (states: readonly InstanceState[]): ResultAsync<void, StoreFailure> => {
    for (const state of states) {
      for (const task of state.tasks) {
        const owner = owners.get(keyOf(state.tenant, task.id));
        if (owner !== undefined && owner !== state.id) {
          return errAsync({ code: 'STORE_DATA', message: `Task ${task.id} belongs to another instance.` });
        }
      }
      for (const task of state.tasks) owners.set(keyOf(state.tenant, task.id), state.id);
      instances.set(keyOf(state.tenant, state.id), { state, savedAt: database.now() });
    }
    return okAsync(undefined);
  };

  const rowsOf = (tenant: string): readonly InstanceRow[] =>
    [...instances.values()].filter(({ state }) => state.tenant === tenant);

  return {
    now: () => okAsync(database.now()),
    lockInstances: (tenant, ids) => okAsync(find(tenant, ids)),
    findInstances: (tenant, ids) => okAsync(find(tenant, ids)),
    insertEvents: (tenant, stored) => okAsync(stored.map((item) => insert(tenant, item))),
    eventsOf: (tenant, ids) =>
      okAsync(
        new Map<string, readonly EngineEvent[]>(
          ids.map((id) => [id, journalOf(tenant, id).map(({ event }) => event)] as const),
        ),
      ),
    saveInstances: save,
    findTasks: (tenant, taskIds) => {
      const found = new Map<string, TaskInInstance>();
      for (const id of taskIds) {
        const owner = instances.get(keyOf(tenant, owners.get(keyOf(tenant, id)) ?? ''));
        const match = owner === undefined ? undefined : inInstance(owner.state).find(({ task }) => task.id === id);
        if (match !== undefined) found.set(id, match);
      }
      return okAsync(found);
    },
    pageTasks: (tenant, scope, afterTaskId, limit) =>
      okAsync(
        rowsOf(tenant)
          .filter(({ savedAt }) => scope.changedSince === null || savedAt >= scope.changedSince)
          .flatMap(({ state }) => inInstance(state))
          .filter((entry) => inScope(entry, scope))
          .filter(({ task }) => afterTaskId === null || compareCodePoints(task.id, afterTaskId) > 0)
          .sort((a, b) => compareCodePoints(a.task.id, b.task.id))
          .slice(0, limit),
      ),
    pageInstances: (tenant, filter, after, limit) =>
      okAsync(
        rowsOf(tenant)
          .map(({ state }) => state)
          .filter((state) => filter.processId === null || state.processId === filter.processId)
          .filter((state) => filter.status === null || state.status === filter.status)
          .filter((state) => after === null || before(after, state) < 0)
          .sort(before)
          .slice(0, limit),
      ),
    listEvents: (tenant, instanceId, limit) =>
      okAsync(
        journalOf(tenant, instanceId)
          .toSorted((a, b) => compareEvents(a.event, b.event))
          .slice(0, limit)
          .map(({ event, receivedAt }) => ({ event, receivedAt })),
      ),
    prune: (beforeTime, limit) => {
      const old = [...events.entries()]
        .filter(([, row]) => row.receivedAt < beforeTime)
        .filter(([, row]) => {
          const owner = instances.get(keyOf(row.tenant, row.event.instance.id));
          return owner !== undefined && owner.state.status !== 'running';
        })
        .slice(0, limit);
      for (const [key, row] of old) {
        events.delete(key);
        const journal = keyOf(row.tenant, row.event.instance.id);
        journals.set(
          journal,
          (journals.get(journal) ?? []).filter((entry) => entry !== key),
        );
      }
      return okAsync(old.length);
    },
  };
};
