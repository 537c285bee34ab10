import type { ResultAsync } from 'neverthrow';
import type { Instant } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { FeedScope, Portal } from './feed-portal.ts';
import type { SettingsInvalid } from './platform.ts';
import type { Conflict, Invalid, NotFound, Page } from './task-center.ts';
import type { Todo } from './todo.ts';

/** What a person sees of theirs: what is withdrawn is nobody's. */
export type FeedState = 'open' | 'done' | 'all';

export interface FeedCounts {
  readonly open: number;
  readonly done: number;
  /** In code-point order, without a category first. */
  readonly categories: readonly { readonly category: string | null; readonly open: number; readonly done: number }[];
}

/** A to-do that was written; in the state `withdrawn` a copy of it is to be removed. */
export interface FeedChange {
  readonly todo: Todo;
  readonly changedAt: Instant;
}

export interface FeedChanges {
  readonly items: readonly FeedChange[];
  /** For the next call. What was written in the last minute comes again, so that nothing that commits late is missed. */
  readonly cursor: string;
  /** There is more already; call again at once. */
  readonly more: boolean;
}

/** A portal as its caller may see it. */
export interface ShownPortal extends Omit<Portal, 'authCode'> {
  readonly hasAuthCode: boolean;
}

/** What a portal is made or changed with. Absent fields keep what is stored, or take their default. */
export interface PortalDraft {
  readonly code?: string;
  readonly name?: string;
  readonly enabled?: boolean;
  readonly person?: Portal['person'];
  /** In the clear, 16 to 512 characters; null removes it. */
  readonly authCode?: string | null;
  readonly scope?: FeedScope;
  readonly pageSize?: number;
  readonly parameters?: Portal['parameters'];
  readonly states?: Portal['states'];
  readonly signInBy?: string | null;
  readonly template?: unknown;
  readonly refusal?: unknown;
  readonly settings?: Portal['settings'];
}

export interface PortalRequest {
  /** The header `authCode`; null when there is none. */
  readonly authCode: string | null;
  /** Query and form, or the members of a JSON body that are texts or numbers. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** Why a portal gets nothing, with the answer in the portal's own shape. */
export interface PortalRefused {
  readonly code: 'PORTAL_UNKNOWN' | 'PORTAL_KEY_WRONG' | 'PORTAL_REQUEST_INVALID' | 'PORTAL_BROKEN';
  readonly message: string;
  /** JSON; null where the portal is unknown. */
  readonly answer: unknown;
}

/** To-dos for whoever fetches them: portals, and the person's own page. */
export interface Feed {
  /** A person's to-dos, newest change first. */
  listFor(
    tenant: string,
    personId: string,
    filter: { readonly state: FeedState; readonly scope: FeedScope },
    cursor: string | null,
    limit: number,
  ): ResultAsync<Page<Todo>, StoreFailure | Invalid>;
  countFor(tenant: string, personId: string, scope: FeedScope): ResultAsync<FeedCounts, StoreFailure>;
  /** What changed since a cursor, oldest first, removals too; `personId` null: everybody's. */
  listChanges(
    tenant: string,
    filter: { readonly personId: string | null; readonly scope: FeedScope },
    cursor: string | null,
    limit: number,
  ): ResultAsync<FeedChanges, StoreFailure | Invalid>;

  listPortals(tenant: string): ResultAsync<readonly ShownPortal[], StoreFailure>;
  showPortal(tenant: string, code: string): ResultAsync<ShownPortal, StoreFailure | NotFound>;
  createPortal(
    tenant: string,
    draft: PortalDraft,
  ): ResultAsync<ShownPortal, StoreFailure | Invalid | Conflict | SettingsInvalid>;
  /** `revision` null: whatever is stored. */
  changePortal(
    tenant: string,
    code: string,
    draft: PortalDraft,
    revision: number | null,
  ): ResultAsync<ShownPortal, StoreFailure | Invalid | NotFound | Conflict | SettingsInvalid>;
  removePortal(tenant: string, code: string): ResultAsync<void, StoreFailure | NotFound>;

  readonly portal: PortalFeed;
}

/** What portals ask, as opposed to operators. */
export interface PortalFeed {
  /** The answer in the portal's own shape; JSON. */
  answer(tenant: string, code: string, request: PortalRequest): ResultAsync<unknown, StoreFailure | PortalRefused>;
}
