import type { ResultAsync } from 'neverthrow';
import type { JobState } from '../jobs/job.ts';
import type { Instant, Millis } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { LaneId } from '../work/lane.ts';
import type { ParkReason } from '../work/outcome.ts';
import type { InstanceStatus, Person, Urgency } from '../workflow/model.ts';
import type { Acknowledged, Mirror, MirrorOverride, MirrorRef, RemoteState } from './mirror.ts';
import type { CallbackStore } from './callbacks/ports.ts';
import type { PersonMappingStore } from './person-mapping.ts';
import type { TokenCache } from './platform.ts';
import type { Todo, TodoState } from './todo.ts';

/** How a to-do stands on one platform: by the finest mirror there is (assignee before task before instance); see `syncStateOf`. */
export interface PlatformMark {
  readonly platform: string;
  readonly key: string;
  readonly sync: SyncState;
  readonly remote: RemoteState;
  readonly remoteId: string | null;
  readonly desiredVersion: number;
  readonly acknowledgedVersion: number;
  readonly acknowledgedAt: Instant | null;
  /** Counted failures so far. */
  readonly attempts: number;
  /** When it is tried next; null when nothing is due or it is parked. */
  readonly dueAt: Instant | null;
}

/**
 * `agreed`: the platform shows what it should. `pending`: on its way. `failing`: tried, to be tried again. The park reasons
 * and the decisions by hand speak for themselves.
 */
export type SyncState = 'agreed' | 'pending' | 'failing' | ParkReason | MirrorOverride;

export interface TodoFilter {
  readonly state: TodoState | null;
  readonly assigneeId: string | null;
  readonly taskId: string | null;
  readonly instanceId: string | null;
  readonly processId: string | null;
  readonly instanceStatus: InstanceStatus | null;
  readonly category: string | null;
  readonly urgency: Urgency | null;
  /** A part of the title, case-insensitive. */
  readonly text: string | null;
  readonly createdFrom: Instant | null;
  readonly createdTo: Instant | null;
  /** With `platform`: its state there; without: on any platform. */
  readonly sync: SyncState | null;
  readonly platform: string | null;
}

export interface TodoWithMarks {
  readonly todo: Todo;
  readonly marks: readonly PlatformMark[];
}

/** How many to-dos there are, and how they stand. */
export interface MarkCounts {
  readonly todos: number;
  /** There are more than were looked at. */
  readonly more: boolean;
  /** By platform and then by state, in code point order. With a platform or a state in the filter, only marks that fit it. */
  readonly marks: readonly { readonly platform: string; readonly sync: SyncState; readonly count: number }[];
}

/** A place in the list of to-dos, which runs from the newest change to the oldest. */
export interface TodoCursor {
  readonly version: number;
  readonly taskId: string;
  readonly assigneeId: string;
}

export interface TodoStore {
  /** Inserts or replaces; answers the previous states in the same order, null for new ones. */
  save(todos: readonly Todo[]): ResultAsync<readonly (TodoState | null)[], StoreFailure>;
  find(tenant: string, taskId: string, assigneeId: string): ResultAsync<TodoWithMarks | null, StoreFailure>;
  /** `limit` 1 to 200. */
  list(
    tenant: string,
    filter: TodoFilter,
    after: TodoCursor | null,
    limit: number,
  ): ResultAsync<readonly TodoWithMarks[], StoreFailure>;
  /** How the to-dos of a filter stand; looks at no more than `limit` of them, 1 to 1,000,000. */
  countMarks(tenant: string, filter: TodoFilter, limit: number): ResultAsync<MarkCounts, StoreFailure>;
  countByState(tenant: string): ResultAsync<Readonly<Record<TodoState, number>>, StoreFailure>;
  /** Every to-do of these people, whatever its state: by assignee, version and task. `limit` at most 1,000. */
  pageOfAssignees(
    tenant: string,
    assigneeIds: readonly string[],
    after: TodoCursor | null,
    limit: number,
  ): ResultAsync<readonly Todo[], StoreFailure>;
}

/** A remote object that may have to change. */
export interface WantedMirror {
  readonly tenant: string;
  readonly platform: string;
  readonly key: string;
  readonly ref: MirrorRef;
  /** At least this; the stored version grows by at least one whatever is asked. */
  readonly version: number;
}

export interface MirrorAcknowledgement {
  readonly tenant: string;
  readonly platform: string;
  readonly key: string;
  readonly acknowledged: Acknowledged;
  /** It says what a read-back found: written even where its version is older than the stored one. */
  readonly corrects: boolean;
}

export interface MirrorStore {
  /** Creates mirrors, or raises their desired version: to the greater of what is asked and the stored one plus one. */
  want(mirrors: readonly WantedMirror[]): ResultAsync<void, StoreFailure>;
  find(
    tenant: string,
    platform: string,
    keys: readonly string[],
  ): ResultAsync<ReadonlyMap<string, Mirror>, StoreFailure>;
  /** Writes what platforms confirmed. A version older than the stored one is left out, unless it `corrects`; equal ones are written. Unknown keys are left out. */
  acknowledge(items: readonly MirrorAcknowledgement[]): ResultAsync<void, StoreFailure>;
  /**
   * Writes down under which ids people are about to be shown, beside what was confirmed, so that an answer that is lost does not leave an
   * object to somebody unknown. Unknown keys are left out.
   */
  notePeople(
    tenant: string,
    platform: string,
    notes: readonly { readonly key: string; readonly people: Readonly<Record<string, string>> }[],
  ): ResultAsync<void, StoreFailure>;
  setOverride(
    tenant: string,
    platform: string,
    key: string,
    override: MirrorOverride | null,
  ): ResultAsync<void, StoreFailure>;
  /** Sweep, first level: mirrors whose desired version is not the acknowledged one and that have no work row; by key. `limit` at most 1,000. */
  unattended(
    tenant: string,
    platform: string,
    lane: LaneId,
    afterKey: string | null,
    limit: number,
  ): ResultAsync<readonly Mirror[], StoreFailure>;
  /** Every mirror of a platform, by key; `changedSince` bounds by the desired version's time. `limit` at most 1,000. */
  page(
    tenant: string,
    platform: string,
    changedSince: Instant | null,
    afterKey: string | null,
    limit: number,
  ): ResultAsync<readonly Mirror[], StoreFailure>;
  /** How many mirrors a platform has, by what it acknowledged and whether that is up to date. */
  count(tenant: string): ResultAsync<readonly MirrorCount[], StoreFailure>;
  /** Forgets a platform's mirrors, a bounded number at a time; answers how many. */
  forget(tenant: string, platform: string, limit: number): ResultAsync<number, StoreFailure>;
}

export interface MirrorCount {
  readonly platform: string;
  readonly remote: RemoteState;
  readonly upToDate: boolean;
  readonly count: number;
}

/** How often and how long a platform is retried (seed: retry count and interval). */
export interface RetrySettings {
  /** Counted failures after which it is exhausted, 1 to 1,000; null: no limit but the age. */
  readonly count: number | null;
  /** Seconds between tries, 1 to 86,400: one number for all, or one after another with the last repeating. Null: the kind's own schedule. */
  readonly intervalSeconds: number | readonly number[] | null;
  /** Seconds after the first failure, 60 to 2,592,000. */
  readonly maxAgeSeconds: number;
}

/** A configured task center. */
export interface Platform {
  readonly tenant: string;
  /** 1 to 63 characters of `[a-z0-9-]`, unique in the tenant; never changes. */
  readonly code: string;
  readonly kind: string;
  readonly name: string;
  readonly baseUrl: string;
  /** A platform that is not enabled gets nothing; enabling it catches up. */
  readonly enabled: boolean;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Sealed, by name of the setting. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly profile: unknown;
  readonly retry: RetrySettings;
  readonly concurrency: number;
  readonly batchSize: number;
  readonly timeoutMs: Millis;
  readonly rate: { readonly perSecond: number; readonly burst: number } | null;
  /** Whether what finished before it was ever shown is still shown as done. */
  readonly showFinished: boolean;
  /** Whether an uncertain creation that nothing can decide is sent again instead of waiting for a person. */
  readonly resendUndecidable: boolean;
  /** It stands for a vendor that this process plays itself. */
  readonly sandbox: boolean;
  /** Grows by one with each change. */
  readonly revision: number;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

export interface PlatformStore {
  /** Inserts (`revision` 1) or replaces (when the stored revision is one less); answers whether it did. */
  save(platform: Platform): ResultAsync<boolean, StoreFailure>;
  find(tenant: string, code: string): ResultAsync<Platform | null, StoreFailure>;
  list(tenant: string | null): ResultAsync<readonly Platform[], StoreFailure>;
  remove(tenant: string, code: string): ResultAsync<boolean, StoreFailure>;
}

/** Decides which platforms get what. The first rule that matches a to-do and covers a platform decides; without one it is pushed. */
export interface RoutingRule {
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly effect: 'push' | 'exclude';
  /** Null: every platform. */
  readonly platforms: readonly string[] | null;
  /** All lists that are not null must hold the to-do's value. */
  readonly match: {
    readonly processIds: readonly string[] | null;
    readonly categories: readonly string[] | null;
    readonly sceneCodes: readonly string[] | null;
    readonly taskTypes: readonly string[] | null;
    readonly personIds: readonly string[] | null;
  };
}

export interface RuleStore {
  /** In order. */
  list(tenant: string): ResultAsync<readonly RoutingRule[], StoreFailure>;
  /** Replaces all of a tenant's rules. */
  replace(tenant: string, rules: readonly RoutingRule[]): ResultAsync<void, StoreFailure>;
}

/** One line of the change log (seed: 变更日志): a to-do changed its state, or somebody decided something. */
export interface ChangeLogEntry {
  readonly tenant: string;
  readonly at: Instant;
  readonly taskId: string;
  readonly assignee: Person;
  readonly instanceId: string;
  readonly from: TodoState | null;
  readonly to: TodoState;
  /** Null for changes of the to-do itself. */
  readonly platform: string | null;
  /** The event's action, `routing`, or the decision: `push-now`, `withdraw`, `agree`, `ignore`, `restore`. */
  readonly cause: string;
  readonly eventId: string | null;
  /** Who decided; null when the engine reported it. */
  readonly by: string | null;
}

/** One line of the deletion log (seed: 删除日志): a platform confirmed that an object is gone. */
export interface DeletionLogEntry {
  readonly tenant: string;
  readonly at: Instant;
  readonly platform: string;
  readonly key: string;
  readonly ref: MirrorRef;
  readonly remoteId: string | null;
  readonly version: number;
}

export interface LogPage<T> {
  readonly items: readonly (T & { readonly id: number })[];
}

export interface TaskCenterLogs {
  appendChanges(entries: readonly Omit<ChangeLogEntry, 'at'>[]): ResultAsync<void, StoreFailure>;
  appendDeletions(entries: readonly Omit<DeletionLogEntry, 'at'>[]): ResultAsync<void, StoreFailure>;
  /** Newest first, with ids below `beforeId`. `limit` 1 to 200. */
  listChanges(
    tenant: string,
    filter: { readonly taskId: string | null; readonly assigneeId: string | null; readonly instanceId: string | null },
    beforeId: number | null,
    limit: number,
  ): ResultAsync<LogPage<ChangeLogEntry>, StoreFailure>;
  listDeletions(
    tenant: string,
    filter: { readonly platform: string | null; readonly instanceId: string | null },
    beforeId: number | null,
    limit: number,
  ): ResultAsync<LogPage<DeletionLogEntry>, StoreFailure>;
}

/** 1: desired against acknowledged. 2: acknowledged against read-back. */
export type SweepLevel = 1 | 2;

/** A sweep of one platform, running or past: a job of the kind `sweep`, seen as what it does. */
export interface Sweep {
  readonly id: string;
  readonly tenant: string;
  readonly platform: string;
  readonly level: SweepLevel;
  readonly reason: 'schedule' | 'hand' | 'routing' | 'platform';
  /** Who began it by hand; null otherwise. */
  readonly by: string | null;
  readonly state: JobState;
  /** Mirrors changed since then are looked at; null: all. */
  readonly since: Instant | null;
  readonly cursor: string | null;
  readonly checked: number;
  readonly scheduled: number;
  readonly corrected: number;
  readonly failure: string | null;
  readonly startedAt: Instant;
  readonly updatedAt: Instant;
  readonly finishedAt: Instant | null;
}

/** The task center's stores in one transaction. */
export interface TaskCenterStores {
  readonly todos: TodoStore;
  readonly mirrors: MirrorStore;
  readonly platforms: PlatformStore;
  readonly rules: RuleStore;
  readonly taskCenterLogs: TaskCenterLogs;
  readonly personMappings: PersonMappingStore;
  readonly callbacks: CallbackStore;
  /** Sealed tokens; `createTokenCache` gives them to platforms in the clear. */
  readonly tokens: TokenCache;
}
