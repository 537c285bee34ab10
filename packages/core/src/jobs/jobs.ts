import type { ResultAsync } from 'neverthrow';
import type { Instant, Millis } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Job, JobLine, JobState } from './job.ts';
import type { JobFilter } from './ports.ts';
import type { JobStanding } from './standing-of.ts';

/** What a job begins with. */
export interface NewJob extends Pick<Job, 'tenant' | 'kind' | 'subject' | 'input' | 'reason' | 'by'> {
  /** Of how many, where that is known from the start. */
  readonly total?: number | null;
}

/** A job as people see it. */
export interface ShownJob {
  readonly job: Job;
  readonly standing: JobStanding;
  /** When it goes on, for a job that waits; null otherwise. */
  readonly resumesAt: Instant | null;
  /** Done a second, on average since it began; null before anything was. */
  readonly perSecond: number | null;
  /** How long it will still take at that rate; null when that cannot be told. */
  readonly remainingMs: Millis | null;
}

export interface JobPage {
  readonly items: readonly ShownJob[];
  /** Opaque; null at the end. */
  readonly nextCursor: string | null;
}

/** A job and some of its lines, read at one time. */
export interface JobWithLines {
  readonly shown: ShownJob;
  /** Ascending. */
  readonly lines: readonly JobLine[];
}

/** There is no such job in this tenant. */
export interface JobNotFound {
  readonly code: 'NOT_FOUND';
  readonly message: string;
}

/** What was asked for cannot be done with a job that is in this state. */
export interface JobStateConflict {
  readonly code: 'JOB_STATE';
  readonly state: JobState;
}

/** The cursor is none of this list. */
export interface JobCursorInvalid {
  readonly code: 'INVALID';
  readonly pointer: string;
  readonly message: string;
}

/** What a switch of a job can answer instead of the job. */
export type JobSwitchFailure = StoreFailure | JobNotFound | JobStateConflict;

/** What the jobs context can do. */
export interface Jobs {
  /** Begins a job of a known kind; another kind throws. `beginJob` does the same inside a transaction. */
  begin(job: NewJob): ResultAsync<Job, StoreFailure>;
  /** Newest first. `limit` 1 to 200. */
  list(
    tenant: string,
    filter: JobFilter,
    cursor: string | null,
    limit: number,
  ): ResultAsync<JobPage, StoreFailure | JobCursorInvalid>;
  /** A job with its latest 200 lines. */
  show(tenant: string, id: string): ResultAsync<JobWithLines, StoreFailure | JobNotFound>;
  /** A job with its lines after this number, the oldest first; null: the latest. `limit` 1 to 1,000. What streams read, over and over. */
  lines(
    tenant: string,
    id: string,
    after: number | null,
    limit: number,
  ): ResultAsync<JobWithLines, StoreFailure | JobNotFound>;
  /** Stops a job after its last whole page, until it is resumed; one that is paused stays so. `by` names who did it. */
  pause(tenant: string, id: string, by: string): ResultAsync<ShownJob, JobSwitchFailure>;
  /** Goes on where a paused job stopped; one that runs stays so, and is tried at once when it waits. */
  resume(tenant: string, id: string, by: string): ResultAsync<ShownJob, JobSwitchFailure>;
  /** Ends a job after its last whole page; what it has done stays done. One that is cancelled stays so. */
  cancel(tenant: string, id: string, by: string): ResultAsync<ShownJob, JobSwitchFailure>;
}
