import type { Measurement } from './measure.ts';

/** All runs of one contender. */
export interface Series {
  readonly name: string;
  readonly runs: readonly Measurement[];
  /** Requests that deliveries took, beside each run; null where nothing was delivered. */
  readonly posts: readonly number[] | null;
  /** The series that bounds this one. */
  readonly limit: string | null;
}
