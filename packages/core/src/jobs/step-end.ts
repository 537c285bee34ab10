import type { Result } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { JobMoved, StepEnd } from './job-kind.ts';
import type { Job } from './job.ts';

/** How a page ended whose last word was `commit`. Data that the store refuses for ever breaks the job; other trouble passes. */
export const stepEnd = (committed: Result<Job, JobMoved | StoreFailure>): StepEnd =>
  committed.match<StepEnd>(
    (job) => ({ kind: 'committed', job }),
    (failure) => {
      switch (failure.code) {
        case 'JOB_MOVED':
          return { kind: 'moved' };
        case 'STORE_DATA':
          return { kind: 'broken', reason: failure.message };
        default:
          return { kind: 'failed', reason: failure.message, retryAfterMs: null };
      }
    },
  );
