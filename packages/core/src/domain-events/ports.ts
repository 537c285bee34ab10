import type { ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { DomainEvent } from './domain-event.ts';

/** Events that were written with what they tell of and have not been handed over yet. */
export interface Outbox {
  /**
   * Keeps events under a batch name; a batch is written once, by the transaction that its events tell of. `STORE_DATA` when there is
   * one of this name. No events make no batch.
   */
  append(batch: string, events: readonly DomainEvent[]): ResultAsync<void, StoreFailure>;
  /** The events of these batches, each batch in the order it was written. Batches that are gone are left out. */
  load(batches: readonly string[]): ResultAsync<ReadonlyMap<string, readonly DomainEvent[]>, StoreFailure>;
  /** Forgets batches that were handed over. */
  remove(batches: readonly string[]): ResultAsync<void, StoreFailure>;
}

/** The outbox in one transaction. */
export interface DomainEventStores {
  readonly outbox: Outbox;
}

/** What became of one event that was handed to the broker. */
export type PublishOutcome =
  /** The broker has it on disk (or says that nobody wants it). */
  | { readonly kind: 'confirmed' }
  /** The broker may or may not have it; it is sent again under the same id. */
  | { readonly kind: 'unconfirmed'; readonly reason: string };

/** Hands events to whoever wants to know, at least once. */
export interface DomainEventPublisher {
  /** Answers one outcome each, in order, within `timeoutMs` at most. Never rejects. */
  publish(events: readonly DomainEvent[], timeoutMs: number): Promise<readonly PublishOutcome[]>;
}
