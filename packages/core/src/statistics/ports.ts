import type { ResultAsync } from 'neverthrow';
import type { Instant, Millis } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { LaneId } from '../work/lane.ts';
import type { AttemptOutcome } from '../work/outcome.ts';

/** How many fell into a bucket of `durationBounds`. */
export type Bucket = readonly [bucket: number, count: number];

/** What the attempts of a lane that ended alike came to in one period. */
export interface AttemptSum {
  readonly lane: LaneId;
  /** The beginning of the period, one of those that were asked for. */
  readonly at: Instant;
  readonly outcome: AttemptOutcome;
  readonly count: number;
  /** How long they took, added up and by buckets. */
  readonly totalMs: Millis;
  readonly durations: readonly Bucket[];
  /** From the change that was sent to the platform's confirmation; of those that were done and sent something. */
  readonly latencies: readonly Bucket[];
}

/** How often a cause was told. */
export interface CauseSum {
  readonly lane: LaneId;
  readonly outcome: AttemptOutcome;
  readonly cause: string;
  readonly count: number;
  readonly lastAt: Instant;
  /** As it was told once, unmasked. */
  readonly words: string;
}

/** Sums of the attempt log that outlive it, so that a month's view reads no attempts. */
export interface AttemptSums {
  /**
   * Sums up hours that have been over for a quarter of an hour and are not summed up yet, the oldest first, at most `hours` (1 to 1,000). What is
   * logged later of such an hour is not counted. Answers how many hours are left.
   */
  rollUp(hours: number): ResultAsync<number, StoreFailure>;
  /**
   * Sums by lane, period and outcome: what is summed up, and the attempts since. Each period ends where the next begins; the last of `starts`
   * ends the last one. Periods that begin within an hour count that hour by its beginning.
   */
  read(lanes: readonly LaneId[], starts: readonly Instant[]): ResultAsync<readonly AttemptSum[], StoreFailure>;
  /**
   * Causes of failures since `from`, the most frequent first: in hours that are summed up, and the latest 2,000 since. `limit` 1 to 1,000.
   */
  causes(lanes: readonly LaneId[], from: Instant, limit: number): ResultAsync<readonly CauseSum[], StoreFailure>;
  /** Forgets sums of hours before that. */
  prune(before: Instant): ResultAsync<void, StoreFailure>;
}

/** How large a table was on a day. */
export interface TableSize {
  /** When it was looked at. */
  readonly at: Instant;
  readonly table: string;
  /** Estimated where counting would take long. */
  readonly rows: number;
  /** On the disk, with indexes; 0 where nothing is on a disk. */
  readonly bytes: number;
}

/** How the store's tables grow. */
export interface StoreSizes {
  /** Writes down how large every table is now, once a day (UTC): a later look on the same day replaces the earlier one. */
  sample(): ResultAsync<void, StoreFailure>;
  /** One look a day, oldest first, then by table. */
  list(since: Instant): ResultAsync<readonly TableSize[], StoreFailure>;
  prune(before: Instant): ResultAsync<void, StoreFailure>;
}

/** What statistics are kept in, in one transaction. */
export interface StatisticsStores {
  readonly attemptSums: AttemptSums;
  readonly storeSizes: StoreSizes;
}
