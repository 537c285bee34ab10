import type { ResultAsync } from 'neverthrow';
import type { Millis } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Exchange } from './attempt.ts';
import type { Claim } from './claim.ts';
import type { Lane } from './lane.ts';
import type { Outcome } from './outcome.ts';

/** What an attempt may use, and by when it must have ended. */
export interface AttemptContext {
  readonly lane: Lane;
  /** Fires at the deadline, or when the worker must stop. */
  readonly signal: AbortSignal;
  /** What is left on the monotonic clock; check before each send, and send nothing at 0. */
  remainingMs(): Millis;
}

/** One claimed key with what the context loaded for it. */
export interface Loaded<Item> {
  readonly claim: Claim;
  readonly item: Item;
}

/** What one attempt came to, with what the context wants acknowledged in the settlement's transaction. */
export interface AttemptReport<Ack> {
  readonly outcome: Outcome;
  readonly operation: string | null;
  readonly version: number | null;
  readonly exchanges: readonly Exchange[];
  /** Null leaves acknowledged state as it is. */
  readonly ack: Ack | null;
}

/** What a context gives the kernel: how to bring a key up to date. One handler a lane family (`push/…`). */
export interface WorkHandler<Stores, Item, Ack> {
  /** Reads what the claims need, in one go. A claim without an entry in the answer has nothing left to do and is settled as done. */
  load(stores: Stores, lane: Lane, claims: readonly Claim[]): ResultAsync<ReadonlyMap<number, Item>, StoreFailure>;
  /** Attempts a group of one lane (at most its `batchSize`) and answers one report each, in order. Never rejects; a throw is a bug and counts as `unknown`. */
  attempt(group: readonly Loaded<Item>[], context: AttemptContext): Promise<readonly AttemptReport<Ack>[]>;
  /** Writes acknowledged state for attempts whose claims were still valid, in the settlement's transaction. */
  acknowledge(
    stores: Stores,
    lane: Lane,
    acks: readonly { readonly claim: Claim; readonly ack: Ack; readonly moved: boolean }[],
  ): ResultAsync<void, StoreFailure>;
}
