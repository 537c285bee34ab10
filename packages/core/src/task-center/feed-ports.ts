import type { Result, ResultAsync } from 'neverthrow';
import type { Instant } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { FeedScope, Portal } from './feed-portal.ts';
import type { SettingsInvalid } from './platform.ts';
import type { TodoCursor } from './ports.ts';
import type { Todo, TodoState } from './todo.ts';

export interface FeedFilter {
  readonly assigneeId: string | null;
  /** Null: every state, also what was withdrawn. */
  readonly states: readonly TodoState[] | null;
  readonly scope: FeedScope;
}

/** A place in the list of changes, which runs from the oldest to the newest. */
export interface FeedPlace {
  readonly changedAt: Instant;
  readonly taskId: string;
  readonly assigneeId: string;
}

export interface ChangedTodoRow {
  readonly todo: Todo;
  /** When the store last wrote it, by the store's clock. */
  readonly changedAt: Instant;
}

export interface FeedCountRow {
  readonly state: TodoState;
  readonly category: string | null;
  readonly count: number;
}

/** To-dos as portals fetch them: without a look at platforms. */
export interface FeedStore {
  /** Newest change first, ties by task and person; after a place, then past `offset` more. `limit` 1 to 200. */
  page(
    tenant: string,
    filter: FeedFilter,
    from: { readonly after: TodoCursor | null; readonly offset: number },
    limit: number,
  ): ResultAsync<readonly Todo[], StoreFailure>;
  /**
   * What was written since a place, oldest first, ties by task and person, with the store's time. A transaction that began before may still
   * commit something with an earlier time than what is answered here. `limit` 1 to 1,000.
   */
  changes(
    tenant: string,
    filter: FeedFilter,
    after: FeedPlace | null,
    limit: number,
  ): ResultAsync<{ readonly now: Instant; readonly items: readonly ChangedTodoRow[] }, StoreFailure>;
  /** By state, then by category in code-point order, without a category first. */
  count(tenant: string, filter: FeedFilter): ResultAsync<readonly FeedCountRow[], StoreFailure>;
}

export interface PortalStore {
  /** Inserts (`revision` 1) or replaces (when the stored revision is one less); answers whether it did. */
  save(portal: Portal): ResultAsync<boolean, StoreFailure>;
  find(tenant: string, code: string): ResultAsync<Portal | null, StoreFailure>;
  /** By code in code-point order. */
  list(tenant: string): ResultAsync<readonly Portal[], StoreFailure>;
  remove(tenant: string, code: string): ResultAsync<boolean, StoreFailure>;
}

export interface FeedStores {
  readonly feed: FeedStore;
  readonly portals: PortalStore;
}

/** What a portal's template sees. */
export type PortalRoots = Readonly<Record<string, unknown>>;

/** Answers that are given as data, in the language of platform profiles. */
export interface PortalTemplates {
  /** Compiles a template of JSON, once; rendering it never throws and costs a bounded amount. `pointer`: where it stands in the portal. */
  compile(
    template: unknown,
    pointer: string,
  ): Result<(roots: PortalRoots) => Result<unknown, { readonly message: string }>, SettingsInvalid>;
}
