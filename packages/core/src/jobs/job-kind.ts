import type { ResultAsync } from 'neverthrow';
import type { Millis } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { LaneConfig } from '../work/lane.ts';
import type { Ring } from '../work/ports.ts';
import type { Job, JobProgress } from './job.ts';

/** Somebody else has gone on with the job, or ended or paused it: stop at once, and write nothing. */
export interface JobMoved {
  readonly code: 'JOB_MOVED';
}

/** What a page of a job may use. */
export interface JobStep<Stores> {
  /** Fires at the deadline, when the worker must stop, and soon after the job was paused, cancelled or taken over. */
  readonly signal: AbortSignal;
  /** What is left on the monotonic clock; send nothing at 0. */
  remainingMs(): Millis;
  /** How often in a row the job's attempts have failed. */
  readonly failures: number;
  /**
   * Writes what a page came to, together with how far the job is: one transaction, which is rolled back with `JOB_MOVED` when the job is
   * no longer as it was read. Rings are rung after the commit. Answers the job as it stands now, for the next page. `work` may run more
   * than once, like that of every transaction. The job's row is locked meanwhile: ask the outside before, not in it.
   */
  commit<E>(
    job: Job,
    work: (stores: Stores) => ResultAsync<
      {
        readonly progress: JobProgress;
        readonly finished: boolean;
        /** The job asks somebody first, and goes on when it is resumed. */
        readonly paused?: boolean;
        readonly rings?: readonly Ring[];
      },
      E
    >,
  ): ResultAsync<Job, E | JobMoved | StoreFailure>;
}

/** How a page ended. */
export type StepEnd =
  /** Written, with `commit`; the next page follows unless the job has ended. */
  | { readonly kind: 'committed'; readonly job: Job }
  /** `commit` answered `JOB_MOVED`: nothing was written, and whoever has the job now goes on. */
  | { readonly kind: 'moved' }
  /** Nothing was done now; later. Not a failure. */
  | { readonly kind: 'wait'; readonly forMs: Millis; readonly reason: string }
  /** To be tried again, by the lane's retry policy; when that is over, the job has failed with this reason. */
  | { readonly kind: 'failed'; readonly reason: string; readonly retryAfterMs: Millis | null }
  /** It can never go on; the job has failed. */
  | { readonly kind: 'broken'; readonly reason: string };

/** A family of jobs. */
export interface JobKind<Stores> {
  readonly kind: string;
  /** What differs from the usual limits of its lane `job/<kind>`: 2 at once, 60 s an attempt. */
  readonly lane?: Partial<LaneConfig>;
  /** Does one page, a few seconds of work at most. Never rejects; a throw is a bug and counts as a failure. */
  step(job: Job, step: JobStep<Stores>): Promise<StepEnd>;
}
