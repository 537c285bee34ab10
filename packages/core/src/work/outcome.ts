import type { Millis } from '../ports/instant.ts';

/**
 * What an attempt came to. Every adapter classifies every answer into this union.
 * - `done`: the target agrees, also when it says "already there" or "already gone". `more` says that a further step is due
 *   at once (created, still to be completed).
 * - `deferred`: not an attempt. Scope `lane` closes the whole lane for that long (throttling), scope `key` this key only.
 * - `failed`: had no effect; counted and tried again.
 * - `refused`: the target will never accept this; parked.
 * - `unknown`: sent, and the answer was lost; counted, and the key stays uncertain.
 * - `undecidable`: an uncertain creation at a target without identity and without read-back; parked for a person.
 * - `credentials`: the target rejects our credentials; the lane closes, the key is not counted.
 */
export type Outcome =
  | { readonly kind: 'done'; readonly more: boolean }
  | { readonly kind: 'deferred'; readonly scope: 'lane' | 'key'; readonly forMs: Millis; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string; readonly retryAfterMs: Millis | null }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string }
  | { readonly kind: 'undecidable'; readonly reason: string }
  | { readonly kind: 'credentials'; readonly reason: string };

/** Why a key is parked. Nothing parked is dropped. */
export type ParkReason = 'refused' | 'exhausted' | 'undecidable' | 'poison';

/** How an attempt stands in the log: an outcome, `interrupted` (its worker was lost) or `released` (never sent). */
export type AttemptOutcome = Outcome['kind'] | 'interrupted' | 'released';
