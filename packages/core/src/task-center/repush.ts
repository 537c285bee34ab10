import type { ResultAsync } from 'neverthrow';
import type { Job } from '../jobs/job.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { MarkCounts, TodoFilter } from './ports.ts';
import type { Invalid, NotFound } from './task-center.ts';

/** What to push again (seed: AbilitycenterV2, by period and state of the instances), and how fast. */
export interface RepushRequest {
  /** Which to-dos; with `platform` on that one only, otherwise on every enabled one that has them. */
  readonly filter: TodoFilter;
  /**
   * `behind`: what does not agree, also what was given up. `all`: also what agrees is sent once more, for a platform that has lost what it had.
   * Neither touches what somebody decided to leave alone or to take away.
   */
  readonly mode: RepushMode;
  /** To-dos a second, 1 to 500. */
  readonly perSecond: number;
}

export type RepushMode = 'behind' | 'all';

/** What a re-push would do now. */
export interface RepushPreview {
  /** The to-dos that the filter finds, and how they stand. */
  readonly found: MarkCounts;
  /** Objects of platforms that would be looked at again: those of `found` that the mode takes. At least so many when `found.more`. */
  readonly objects: number;
}

/** A dry run looks at this many to-dos at most, and then says "at least". */
export const previewedAtMost = 100_000;

/** Whether the mode takes what stands so. */
export const isTaken = (mode: RepushMode, sync: MarkCounts['marks'][number]['sync']): boolean =>
  sync !== 'withdrawn' && sync !== 'ignored' && (mode === 'all' || sync !== 'agreed');

/** Pushing again. */
export interface RepushCases {
  /** What a re-push would do; changes nothing. */
  previewRepush(
    tenant: string,
    request: Pick<RepushRequest, 'filter' | 'mode'>,
  ): ResultAsync<RepushPreview, StoreFailure>;
  /** Begins a re-push as a job of the kind `repush`; what becomes of it, and pausing and ending it, is the jobs' matter. `by` names who did it. */
  startRepush(tenant: string, request: RepushRequest, by: string): ResultAsync<Job, StoreFailure | NotFound | Invalid>;
}
