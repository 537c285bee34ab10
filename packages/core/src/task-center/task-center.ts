import type { ResultAsync } from 'neverthrow';
import type { Instant } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Attempt, Exchange } from '../work/attempt.ts';
import type { Lane, LaneDepth } from '../work/lane.ts';
import type { AttemptOutcome, Outcome } from '../work/outcome.ts';
import type { AttemptSummary, WorkStores } from '../work/ports.ts';
import type { WorkflowListener } from '../workflow/workflow.ts';
import type { AttentionCases } from './attention-items.ts';
import type { FailureCases } from './failures.ts';
import type { TryOutCases } from './try-out.ts';
import type { Callbacks } from './callbacks/callbacks.ts';
import type { PersonMappings } from './person-mappings.ts';
import type { RepushCases } from './repush.ts';
import type { PlatformKind, SettingsInvalid } from './platform.ts';
import type {
  ChangeLogEntry,
  DeletionLogEntry,
  MirrorCount,
  Platform,
  PlatformMark,
  RetrySettings,
  RoutingRule,
  Sweep,
  SweepLevel,
  TaskCenterStores,
  TodoFilter,
  TodoWithMarks,
} from './ports.ts';
import type { Todo, TodoState } from './todo.ts';

export interface Page<T> {
  readonly items: readonly T[];
  /** Opaque; null at the end. */
  readonly nextCursor: string | null;
}

/** There is no such thing in this tenant. */
export interface NotFound {
  readonly code: 'NOT_FOUND';
  readonly message: string;
}

/** It exists already, or was changed by somebody else meanwhile. */
export interface Conflict {
  readonly code: 'CONFLICT';
  readonly message: string;
}

/** A value does not fit; `pointer` is a JSON pointer into what was given. */
export interface Invalid {
  readonly code: 'INVALID';
  readonly pointer: string;
  readonly message: string;
}

/** One entry of a to-do's timeline, oldest first. */
export type TimelineEntry =
  | {
      readonly type: 'event';
      readonly at: Instant;
      readonly action: string;
      readonly eventId: string;
      readonly occurredAt: Instant;
      readonly summary: string;
    }
  | {
      readonly type: 'change';
      readonly at: Instant;
      readonly from: TodoState | null;
      readonly to: TodoState;
      readonly cause: string;
      readonly by: string | null;
      readonly platform: string | null;
    }
  | {
      readonly type: 'plan';
      readonly at: Instant;
      readonly platform: string;
      readonly plan: string;
      readonly reason: string;
    }
  | { readonly type: 'attempt'; readonly at: Instant; readonly platform: string; readonly attempt: Attempt }
  | { readonly type: 'deletion'; readonly at: Instant; readonly platform: string; readonly remoteId: string | null };

export interface ShownTodo {
  readonly todo: Todo;
  readonly marks: readonly PlatformMark[];
  readonly timeline: readonly TimelineEntry[];
}

/** A platform as its caller may see it: secrets by name only. */
export interface ShownPlatform extends Omit<Platform, 'secrets'> {
  /** Names of the secrets that are set. */
  readonly secretNames: readonly string[];
  readonly lane: Lane | null;
}

/** What a platform is created or changed with. Absent fields keep what is stored, or take their default. */
export interface PlatformDraft {
  readonly code?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly baseUrl?: string;
  readonly enabled?: boolean;
  /** Replaces all settings but secrets. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Replaces those named; null removes one. */
  readonly secrets?: Readonly<Record<string, string | null>>;
  readonly profile?: unknown;
  readonly retry?: RetrySettings;
  readonly concurrency?: number;
  readonly batchSize?: number;
  readonly timeoutMs?: number;
  readonly rate?: { readonly perSecond: number; readonly burst: number } | null;
  readonly showFinished?: boolean;
  readonly resendUndecidable?: boolean;
  readonly sandbox?: boolean;
}

export interface ShownLane {
  readonly lane: Lane;
  readonly depth: LaneDepth;
  readonly summary: readonly AttemptSummary[];
}

export interface PushLogFilter {
  readonly platform: string | null;
  readonly key: string | null;
  readonly taskId: string | null;
  readonly outcome: AttemptOutcome | null;
  readonly from: Instant | null;
  readonly to: Instant | null;
}

export interface PushLogEntry {
  readonly platform: string;
  readonly attempt: Attempt;
}

export interface Overview {
  readonly todos: Readonly<Record<TodoState, number>>;
  readonly lanes: readonly ShownLane[];
  readonly mirrors: readonly MirrorCount[];
  /** What fails at present, most frequent first: at most 50 rows over the last hour. */
  readonly failures: readonly {
    readonly platform: string;
    readonly outcome: AttemptOutcome;
    readonly reason: string;
    readonly count: number;
    readonly lastAt: Instant;
  }[];
}

/** What a person may decide about a to-do on a platform. */
export type Decision =
  /** Attempt now, parked or not; back-off is skipped. */
  | 'push-now'
  /** Take it away there, until restored. Where one object stands for a whole task or instance, all of that object. */
  | 'withdraw'
  /** Believe that the platform shows the desired state. */
  | 'agree'
  /** Leave it as it is there, until restored. */
  | 'ignore'
  /** Take back `withdraw` or `ignore`. */
  | 'restore';

/** What the task-center context can do. */
export interface TaskCenter extends FailureCases, AttentionCases, TryOutCases, RepushCases {
  /** Follows the workflow: to-dos, mirrors and work, in the transaction of the change. */
  readonly followWorkflow: WorkflowListener<TaskCenterStores & WorkStores>;

  listTodos(
    tenant: string,
    filter: TodoFilter,
    cursor: string | null,
    limit: number,
  ): ResultAsync<Page<TodoWithMarks>, StoreFailure | Invalid>;
  /** `id` as `todoId` makes it. */
  showTodo(tenant: string, id: string): ResultAsync<ShownTodo, StoreFailure | NotFound>;
  /** `platform` null: every platform that has or should have the to-do. Answers how many mirrors were decided on. */
  decide(
    tenant: string,
    id: string,
    platform: string | null,
    decision: Decision,
    by: string,
  ): ResultAsync<number, StoreFailure | NotFound>;

  listKinds(): readonly PlatformKind[];
  listPlatforms(tenant: string): ResultAsync<readonly ShownPlatform[], StoreFailure>;
  showPlatform(tenant: string, code: string): ResultAsync<ShownPlatform, StoreFailure | NotFound>;
  createPlatform(
    tenant: string,
    draft: PlatformDraft,
  ): ResultAsync<ShownPlatform, StoreFailure | Invalid | Conflict | SettingsInvalid>;
  /** `revision` null: whatever is stored. Re-drives what was refused. */
  changePlatform(
    tenant: string,
    code: string,
    draft: PlatformDraft,
    revision: number | null,
  ): ResultAsync<ShownPlatform, StoreFailure | Invalid | NotFound | Conflict | SettingsInvalid>;
  /** Forgets a platform and what was mirrored there; the platform itself is not told. It must be disabled. */
  removePlatform(tenant: string, code: string): ResultAsync<void, StoreFailure | NotFound | Conflict>;
  testPlatform(
    tenant: string,
    code: string,
  ): ResultAsync<
    { readonly outcome: Outcome; readonly exchanges: readonly Exchange[] },
    StoreFailure | NotFound | SettingsInvalid
  >;

  /** Who people are for platforms that know them by ids of their own. */
  readonly personMappings: PersonMappings;
  /** What people decide on platforms that let them. */
  readonly callbacks: Callbacks;

  listRules(tenant: string): ResultAsync<readonly RoutingRule[], StoreFailure>;
  /** Replaces the rules and brings every platform into step with them. At most 500. */
  replaceRules(
    tenant: string,
    rules: readonly RoutingRule[],
  ): ResultAsync<readonly RoutingRule[], StoreFailure | Invalid>;

  listLanes(tenant: string): ResultAsync<readonly ShownLane[], StoreFailure>;
  setLanePaused(tenant: string, name: string, paused: boolean): ResultAsync<ShownLane, StoreFailure | NotFound>;
  /** Opens a lane that is closed by throttling, breaker or credentials. */
  reopenLane(tenant: string, name: string): ResultAsync<ShownLane, StoreFailure | NotFound>;

  listPushLog(
    tenant: string,
    filter: PushLogFilter,
    cursor: string | null,
    limit: number,
  ): ResultAsync<Page<PushLogEntry>, StoreFailure | Invalid>;
  listChangeLog(
    tenant: string,
    filter: { readonly taskId: string | null; readonly assigneeId: string | null; readonly instanceId: string | null },
    cursor: string | null,
    limit: number,
  ): ResultAsync<Page<ChangeLogEntry & { readonly id: number }>, StoreFailure | Invalid>;
  listDeletionLog(
    tenant: string,
    filter: { readonly platform: string | null; readonly instanceId: string | null },
    cursor: string | null,
    limit: number,
  ): ResultAsync<Page<DeletionLogEntry & { readonly id: number }>, StoreFailure | Invalid>;

  /** `platform` null: every enabled one. `since` null: everything. `by`: who asked for it. */
  startSweep(
    tenant: string,
    platform: string | null,
    level: SweepLevel,
    since: Instant | null,
    reason: Sweep['reason'],
    by?: string | null,
  ): ResultAsync<readonly Sweep[], StoreFailure | NotFound>;
  listSweeps(tenant: string, platform: string | null, limit: number): ResultAsync<readonly Sweep[], StoreFailure>;
  overview(tenant: string): ResultAsync<Overview, StoreFailure>;
}
