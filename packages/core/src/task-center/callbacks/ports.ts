import type { ResultAsync } from 'neverthrow';
import type { Instant } from '../../ports/instant.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import type { Callback } from './callback.ts';

/** A place in the list of callbacks, which runs from the newest to the oldest. */
export interface CallbackCursor {
  readonly receivedAt: Instant;
  readonly id: string;
}

export interface CallbackFilter {
  readonly platform: string | null;
  readonly taskId: string | null;
  readonly assigneeId: string | null;
}

/** Decisions that platforms sent, and what tells whether one comes again. */
export interface CallbackStore {
  /**
   * Keeps a callback, unless one of its keys is taken for this platform, and answers whether it did; its keys are taken in any case. Of
   * two that come at once, one is kept. `receivedAt` is the store's.
   */
  append(callback: Omit<Callback, 'receivedAt'>, keys: readonly string[]): ResultAsync<boolean, StoreFailure>;
  find(tenant: string, id: string): ResultAsync<Callback | null, StoreFailure>;
  /** Newest first; `limit` 1 to 200. */
  list(
    tenant: string,
    filter: CallbackFilter,
    after: CallbackCursor | null,
    limit: number,
  ): ResultAsync<readonly Callback[], StoreFailure>;
  /** Forgets callbacks and keys that arrived before that instant, at most `limit` of each; answers how many together. */
  prune(before: Instant, limit: number): ResultAsync<number, StoreFailure>;
}
