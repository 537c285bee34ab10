import type { ResultAsync } from 'neverthrow';
import type { Instant } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Ring } from '../work/ports.ts';
import type { EngineEvent, InstanceState, InstanceStatus, InstanceReport, TaskReport, TaskState } from './model.ts';
import type { Closing, ClosingReport } from './close-tasks.ts';
import type { InstanceChange, ReceivedEvent, TaskInInstance } from './ports.ts';
import type { ToldTaskAt } from './tell-tasks.ts';

/** Why an event was left out; the others of its batch are not affected. */
export interface IgnoredEvent {
  /** Its place in the request, from 0. */
  readonly index: number;
  readonly eventId: string | null;
  readonly code: EventRejection;
  /** JSON pointer to the field within the event. */
  readonly pointer: string;
  readonly message: string;
}

export type EventRejection =
  /** The body does not fit the schema. */
  | 'EVENT_INVALID'
  /** The same event id was received before with other content. */
  | 'EVENT_ID_REUSED'
  /** `occurredAt` is more than five minutes ahead. */
  | 'EVENT_IN_FUTURE'
  /** `occurredAt` is older than the horizon of 90 days. */
  | 'EVENT_TOO_OLD'
  /** The task belongs to another instance. */
  | 'TASK_OF_OTHER_INSTANCE'
  /** The instance has as many tasks or events as one may have. */
  | 'INSTANCE_FULL';

/** What became of a batch. Events that were only late are accepted. */
export interface RecordReport {
  readonly accepted: number;
  readonly duplicates: number;
  readonly ignored: readonly IgnoredEvent[];
  /** How many to-dos the batch created or changed. */
  readonly todos: number;
}

/** What a listener did with changes. */
export interface ChangeEffect {
  /** How many to-dos were created or changed, by the instance they belong to. */
  readonly todos: ReadonlyMap<string, number>;
  /** To be rung after the commit. */
  readonly rings: readonly Ring[];
}

/** Told of changes inside the transaction that makes them. */
export type WorkflowListener<Stores> = (
  stores: Stores,
  changes: readonly InstanceChange[],
) => ResultAsync<ChangeEffect, StoreFailure>;

/** A task as desired state. */
export interface ToldTask {
  readonly instance: InstanceReport;
  readonly task: TaskReport;
  readonly status: TaskState['status'];
  /** Ids of assignees who have finished already (countersigned tasks). */
  readonly done: readonly string[];
}

export interface Snapshot {
  readonly source: string;
  /** When the list was true. */
  readonly occurredAt: Instant;
  readonly scope: { readonly processId: string | null; readonly assigneeId: string | null };
  /** All open tasks of the scope. */
  readonly tasks: readonly ToldTask[];
  /**
   * What becomes of open tasks that the list lacks, were created before it and have not changed since. In a scope of one person only
   * their part is closed where others still have the task, unless it is a competing task that is said to be completed.
   */
  readonly missing: 'completed' | 'aborted';
  /** The token of an earlier answer, to go ahead with a large closing. */
  readonly confirm: string | null;
}

/** A snapshot would close more than a tenth of the scope's open tasks (and more than ten). Send it again with `confirm`. */
export interface SnapshotNeedsConfirmation {
  readonly code: 'SNAPSHOT_NEEDS_CONFIRMATION';
  readonly message: string;
  readonly open: number;
  readonly closing: number;
  readonly confirm: string;
}

export interface SnapshotReport extends RecordReport {
  readonly closed: number;
}

export interface NotFound {
  readonly code: 'NOT_FOUND';
  readonly message: string;
}

/** The cursor is none that this list gave. */
export interface InvalidCursor {
  readonly code: 'INVALID';
  readonly pointer: '/cursor';
  readonly message: string;
}

/** What the workflow context can do. */
export interface Workflow {
  /**
   * Takes events in; all or nothing for the accepted ones. `index` in the report counts within `events`, and so do `traces`: the W3C
   * `traceparent` of each event, where it is not the current one.
   */
  recordEngineEvents(
    tenant: string,
    events: readonly EngineEvent[],
    traces?: readonly (string | null)[],
  ): ResultAsync<RecordReport, StoreFailure>;
  /**
   * Makes one task what it is told to be, as of `at` (null: now). Telling what is so already changes nothing and counts as a
   * duplicate.
   */
  tellTask(tenant: string, told: ToldTask, at: Instant | null, source: string): ResultAsync<RecordReport, StoreFailure>;
  /** Makes up to 1,000 tasks what they are told to have been, each as of its own time; as `tellTask` otherwise. */
  tellTasks(tenant: string, told: readonly ToldTaskAt[], source: string): ResultAsync<RecordReport, StoreFailure>;
  /** Closes up to 1,000 tasks that an engine's list lacks, unless something happened to them since. */
  closeTasks(tenant: string, closing: Closing): ResultAsync<ClosingReport, StoreFailure>;
  /** Makes the open tasks of a scope those of the list. */
  takeSnapshot(
    tenant: string,
    snapshot: Snapshot,
  ): ResultAsync<SnapshotReport, StoreFailure | SnapshotNeedsConfirmation>;
  showInstance(
    tenant: string,
    id: string,
  ): ResultAsync<
    { readonly instance: InstanceState; readonly events: readonly ReceivedEvent[] },
    StoreFailure | NotFound
  >;
  showTask(tenant: string, id: string): ResultAsync<TaskInInstance, StoreFailure | NotFound>;
  /** Newest change first; `limit` 1 to 999. */
  listInstances(
    tenant: string,
    filter: { readonly processId: string | null; readonly status: InstanceStatus | null },
    cursor: string | null,
    limit: number,
  ): ResultAsync<
    { readonly items: readonly InstanceState[]; readonly nextCursor: string | null },
    StoreFailure | InvalidCursor
  >;
}
