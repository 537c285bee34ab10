import type { Millis } from '../ports/instant.ts';

/**
 * When a counted failure is tried again, and when trying ends. Attempts and age count from the first failure of a
 * generation; the age stands still while the lane is closed or paused.
 */
export interface RetryPolicy {
  /** Pause before the second, third, … try; the last one repeats. At least one entry. */
  readonly scheduleMs: readonly Millis[];
  /** Counted failures after which the key is parked as exhausted; null: only the age counts. */
  readonly maxAttempts: number | null;
  readonly maxAgeMs: Millis;
}
