import type { Instant, StoreFailure } from '@portico/core';
import type { ResultAsync } from 'neverthrow';

/** A request that its caller can name again. */
export interface IdempotencyRef {
  readonly tenant: string;
  /** Method and pattern of the route. */
  readonly route: string;
  /** The caller's `Idempotency-Key`. */
  readonly key: string;
}

/** What was answered, to be answered again. */
export interface KeptAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** `new`: ours to do. `under-way`: somebody is at it. `mismatch`: the key was used for another body. `answered`: done before. */
export type IdempotencyStart =
  | { readonly kind: 'new' }
  | { readonly kind: 'under-way' }
  | { readonly kind: 'mismatch' }
  | { readonly kind: 'answered'; readonly answer: KeptAnswer };

/** Remembers answers by `Idempotency-Key` for 24 hours. */
export interface IdempotencyStore {
  /** Takes the key, unless it is taken. `hash` stands for path and body. */
  start(ref: IdempotencyRef, hash: string, at: Instant): ResultAsync<IdempotencyStart, StoreFailure>;
  /** Keeps the answer. */
  finish(ref: IdempotencyRef, answer: KeptAnswer): ResultAsync<void, StoreFailure>;
  /** Frees the key: nothing was created, it may be tried again. */
  abandon(ref: IdempotencyRef): ResultAsync<void, StoreFailure>;
}
