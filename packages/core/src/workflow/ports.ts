import type { ResultAsync } from 'neverthrow';
import type { Instant } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { EngineEvent, InstanceState, TaskState } from './model.ts';

/** An event as it is kept: with a hash of what it says, to tell a repetition from a contradiction. */
export interface StoredEvent {
  readonly event: EngineEvent;
  readonly hash: string;
}

/** `new` was inserted; `duplicate` is there already, saying the same; `conflict` is there already, saying something else. */
export type EventInsertion = 'new' | 'duplicate' | 'conflict';

/** A task with the instance it belongs to. */
export interface TaskInInstance {
  readonly instance: Omit<InstanceState, 'tasks'>;
  readonly task: TaskState;
}

/** Which tasks to page through. Null matches everything. */
export interface TaskScope {
  readonly processId: string | null;
  /** Who is assigned and not withdrawn. */
  readonly assigneeId: string | null;
  readonly status: TaskState['status'] | null;
  /** Saved at or after this time, by the store's clock. */
  readonly changedSince: Instant | null;
}

/** Instances, tasks and the events they are folded from. */
export interface WorkflowStore {
  /** The store's time. */
  now(): ResultAsync<Instant, StoreFailure>;
  /** Locks these instances for the rest of the transaction, in code-point order, whether they exist or not; answers what is stored. */
  lockInstances(tenant: string, ids: readonly string[]): ResultAsync<ReadonlyMap<string, InstanceState>, StoreFailure>;
  /** Inserts events, in order, stamped with the store's time; of two equal identities in one call the first wins. */
  insertEvents(tenant: string, events: readonly StoredEvent[]): ResultAsync<readonly EventInsertion[], StoreFailure>;
  /** All stored events of these instances, in no particular order. */
  eventsOf(
    tenant: string,
    instanceIds: readonly string[],
  ): ResultAsync<ReadonlyMap<string, readonly EngineEvent[]>, StoreFailure>;
  /**
   * Inserts or replaces instances with their tasks. A task id that another instance of the tenant holds fails the call, as
   * `STORE_CONFLICT` when a transaction that ran beside this one took it.
   */
  saveInstances(states: readonly InstanceState[]): ResultAsync<void, StoreFailure>;
  findInstances(tenant: string, ids: readonly string[]): ResultAsync<ReadonlyMap<string, InstanceState>, StoreFailure>;
  findTasks(tenant: string, taskIds: readonly string[]): ResultAsync<ReadonlyMap<string, TaskInInstance>, StoreFailure>;
  /** Pages through tasks by id, in code-point order; `limit` 1 to 1,000. */
  pageTasks(
    tenant: string,
    scope: TaskScope,
    afterTaskId: string | null,
    limit: number,
  ): ResultAsync<readonly TaskInInstance[], StoreFailure>;
  /** Instances, newest change first: by version, then by id in code-point order, both descending. `limit` 1 to 1,000. */
  pageInstances(
    tenant: string,
    filter: { readonly processId: string | null; readonly status: InstanceState['status'] | null },
    after: { readonly version: number; readonly id: string } | null,
    limit: number,
  ): ResultAsync<readonly InstanceState[], StoreFailure>;
  /** Events of one instance, oldest first by `compareOrders`, with when they arrived; `limit` 1 to 1,000. */
  listEvents(tenant: string, instanceId: string, limit: number): ResultAsync<readonly ReceivedEvent[], StoreFailure>;
  /** Drops stored events that arrived before `before` and whose instances are final; tombstones stay. Answers how many. */
  prune(before: Instant, limit: number): ResultAsync<number, StoreFailure>;
}

export interface ReceivedEvent {
  readonly event: EngineEvent;
  readonly receivedAt: Instant;
}

/** The workflow's stores in one transaction. */
export interface WorkflowStores {
  readonly workflow: WorkflowStore;
}

/** An instance before and after a batch of events. */
export interface InstanceChange {
  readonly before: InstanceState | null;
  readonly after: InstanceState;
  /** The events that led here, for the change log. */
  readonly events: readonly EngineEvent[];
  /** W3C `traceparent` of the last of them that has one. */
  readonly trace?: string | null;
}
