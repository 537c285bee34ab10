import type { ResultAsync } from 'neverthrow';
import type { Instant } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Job, JobLine, JobState } from './job.ts';

export interface JobFilter {
  readonly kinds: readonly string[] | null;
  readonly subject: string | null;
  readonly states: readonly JobState[] | null;
}

/** Where jobs are kept. All times are the store's; `startedAt`, `beatAt` and `finishedAt` are stamped by it. */
export interface JobStore {
  /** The store's time. */
  now(): ResultAsync<Instant, StoreFailure>;
  /** Inserts a job at revision 1, `running`; answers it as stored. */
  begin(
    job: Pick<Job, 'tenant' | 'id' | 'kind' | 'subject' | 'input' | 'reason' | 'by' | 'total'>,
  ): ResultAsync<Job, StoreFailure>;
  find(tenant: string, id: string): ResultAsync<Job | null, StoreFailure>;
  /** Finds a job and keeps others from writing it until the transaction ends. */
  lock(tenant: string, id: string): ResultAsync<Job | null, StoreFailure>;
  /**
   * Replaces state, checkpoint, numbers, failure and interruptions of a job whose stored revision is still `job.revision`; all else stays
   * as it began. Answers it with the next revision and times, or null when somebody was faster. `finishedAt` is stamped when the job ends,
   * and null before.
   */
  save(job: Job): ResultAsync<Job | null, StoreFailure>;
  /** Shows a sign of life, whatever the revision; answers the state, null when the job is gone. */
  beat(tenant: string, id: string): ResultAsync<JobState | null, StoreFailure>;
  /** By id, newest first, those below `before` (an id, whether or not there is such a job). `limit` 1 to 200. A null tenant: all. */
  list(
    tenant: string | null,
    filter: JobFilter,
    before: string | null,
    limit: number,
  ): ResultAsync<readonly Job[], StoreFailure>;
  /** Adds lines after those there are; beyond 1,000 a job's oldest are dropped. The caller holds the job's lock; a job that is gone gets none. */
  addLines(
    tenant: string,
    id: string,
    lines: readonly Pick<JobLine, 'level' | 'text'>[],
  ): ResultAsync<void, StoreFailure>;
  /** Lines with numbers above `after`, ascending; null: the latest `limit`, ascending. `limit` 1 to 1,000. */
  lines(tenant: string, id: string, after: number | null, limit: number): ResultAsync<readonly JobLine[], StoreFailure>;
  /** Forgets ended jobs that ended before `before` (store's time in milliseconds), at most `limit`; answers how many. */
  prune(before: number, limit: number): ResultAsync<number, StoreFailure>;
}

/** The jobs in one transaction. */
export interface JobStores {
  readonly jobs: JobStore;
}
