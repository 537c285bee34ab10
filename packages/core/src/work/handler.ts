import type { ResultAsync } from 'neverthrow';
import type { Millis } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Exchange } from './attempt.ts';
import type { Claim } from './claim.ts';
import type { Lane } from './lane.ts';
import type { Outcome, ParkReason } from './outcome.ts';

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
  /** What was asked of the target; null when nothing was sent: then the outcome says nothing about the target's health. */
  readonly operation: string | null;
  readonly version: number | null;
  readonly exchanges: readonly Exchange[];
  /** Null leaves acknowledged state as it is. */
  readonly ack: Ack | null;
}

/** A key that has just been parked. */
export interface Park {
  readonly key: string;
  readonly reason: ParkReason;
  /** In words, for people; null when there is nothing to add. */
  readonly words: string | null;
  /** W3C `traceparent` of the attempt after which it parked; null when nothing is traced or known. */
  readonly trace: string | null;
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
  /**
   * Hears of keys of one lane that park, in the transaction that parks them: a settlement's, or a takeover's. Keys whose generation
   * moved do not park.
   */
  parked?(stores: Stores, lane: Lane, parks: readonly Park[]): ResultAsync<void, StoreFailure>;
}
