import { ok, okAsync, safeTry, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import { compareCodePoints } from '../work/code-point-order.ts';
import { fingerprint } from '../work/fingerprint.ts';
import { findTask } from './fold-events.ts';
import { foldInto, needsLog, sameContent } from './fold-into.ts';
import type { EngineEvent, InstanceState } from './model.ts';
import type { EventInsertion, InstanceChange, WorkflowStore, WorkflowStores } from './ports.ts';
import type { ChangeEffect, WorkflowListener } from './workflow.ts';

type Instances = ReadonlyMap<string, InstanceState>;

/** What storing events came to. */
export interface Stored {
  /** One for each event, in order. */
  readonly insertions: readonly EventInsertion[];
  readonly effect: ChangeEffect;
}

const noEffect: ChangeEffect = { todos: new Map(), rings: [] };

/** How many to-dos changed in all. */
export const changedTodos = ({ todos }: ChangeEffect): number =>
  [...todos.values()].reduce((sum, count) => sum + count, 0);

/** Locks the instances of these events in code-point order, which keeps transactions that share some from waiting in a circle. */
export const lockInstancesOf = (
  store: WorkflowStore,
  tenant: string,
  instanceIds: Iterable<string>,
): ResultAsync<Instances, StoreFailure> => {
  const ids = [...new Set(instanceIds)].sort(compareCodePoints);
  return ids.length === 0 ? okAsync(new Map()) : store.lockInstances(tenant, ids);
};

/** Which instance holds each task that these events name, where it is not the event's own. */
export const findOwners = (
  store: WorkflowStore,
  tenant: string,
  locked: Instances,
  events: readonly EngineEvent[],
): ResultAsync<ReadonlyMap<string, string>, StoreFailure> => {
  const unknown = new Set<string>();
  for (const { instance, task } of events) {
    const state = locked.get(instance.id);
    if (task !== null && (state === undefined || findTask(state, task.id) === null)) unknown.add(task.id);
  }
  if (unknown.size === 0) return okAsync(new Map());
  return store
    .findTasks(tenant, [...unknown])
    .map((found) => new Map([...found].map(([taskId, { instance }]) => [taskId, instance.id])));
};

export const groupByInstance = (events: readonly EngineEvent[]): ReadonlyMap<string, readonly EngineEvent[]> =>
  Map.groupBy(events, ({ instance }) => instance.id);

/** The stored events of those instances that cannot take theirs without. */
export const readLogs = (
  store: WorkflowStore,
  tenant: string,
  locked: Instances,
  added: ReadonlyMap<string, readonly EngineEvent[]>,
): ResultAsync<ReadonlyMap<string, readonly EngineEvent[]>, StoreFailure> => {
  const ids = [...added].filter(([id, events]) => needsLog(locked.get(id) ?? null, events)).map(([id]) => id);
  return ids.length === 0 ? okAsync(new Map()) : store.eventsOf(tenant, ids);
};

/** An instance with events folded in, and the version that tells of the change. */
const changeOf = (
  tenant: string,
  id: string,
  before: InstanceState | null,
  events: readonly EngineEvent[],
  log: readonly EngineEvent[],
): InstanceChange & { readonly changed: boolean } => {
  const after = foldInto(tenant, id, before, events, log);
  const changed = before === null || !sameContent(before, after);
  const latest = events.reduce((max, { occurredAt }) => Math.max(max, occurredAt), 0);
  const version = before === null ? latest : changed ? Math.max(before.version + 1, latest) : before.version;
  return { before, after: { ...after, version }, events, changed };
};

/**
 * Inserts events of locked instances, folds in those that are new, saves, and tells the listener what changed, and in which trace. All
 * in the transaction of `stores`.
 */
export const storeEvents = <Stores extends WorkflowStores>(
  stores: Stores,
  tenant: string,
  locked: Instances,
  events: readonly EngineEvent[],
  listener: WorkflowListener<Stores> | undefined,
  traceOf: (event: EngineEvent) => string | null,
): ResultAsync<Stored, StoreFailure> =>
  safeTry(async function* () {
    if (events.length === 0) return ok({ insertions: [], effect: noEffect });
    const store = stores.workflow;
    const insertions = yield* store.insertEvents(
      tenant,
      events.map((event) => ({ event, hash: fingerprint(event) })),
    );
    const fresh = groupByInstance(events.filter((_, index) => insertions[index] === 'new'));
    if (fresh.size === 0) return ok({ insertions, effect: noEffect });
    const logs = yield* readLogs(store, tenant, locked, fresh);
    const changes = [...fresh].map(([id, added]) =>
      changeOf(tenant, id, locked.get(id) ?? null, added, logs.get(id) ?? []),
    );
    yield* store.saveInstances(changes.map(({ after }) => after));
    const told = changes
      .filter(({ changed }) => changed)
      .map(({ before, after, events: led }) => ({ before, after, events: led, trace: lastTrace(led, traceOf) }));
    const effect = told.length === 0 || listener === undefined ? noEffect : yield* listener(stores, told);
    return ok({ insertions, effect });
  });

const lastTrace = (events: readonly EngineEvent[], traceOf: (event: EngineEvent) => string | null): string | null =>
  events.reduce<string | null>((last, event) => traceOf(event) ?? last, null);
