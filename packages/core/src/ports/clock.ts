import type { Instant, Millis } from './instant.ts';

/**
 * Time as a process sees it. What is stored is stamped by the store's own clock; this one serves deadlines inside a
 * process and values that only people read.
 */
export interface Clock {
  /** Wall-clock time; may jump. */
  now(): Instant;
  /** Never goes backwards; only differences mean anything. */
  monotonic(): Millis;
  /** Runs `run` once after `after` milliseconds; the answer cancels it. */
  timer(after: Millis, run: () => void): () => void;
}
