import type { ResultAsync } from 'neverthrow';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Transactor } from '../ports/transactor.ts';
import type { WorkHandler } from '../work/handler.ts';
import type { Doorbell } from '../work/ports.ts';
import { beginJob } from './begin-job.ts';
import { createJobHandler, type JobAck } from './job-handler.ts';
import type { JobKind } from './job-kind.ts';
import type { Job } from './job.ts';
import type { Jobs } from './jobs.ts';
import type { JobsContext, JobWorkStores } from './jobs-context.ts';
import { createListJobs } from './list-jobs.ts';
import { createMaintainJobs } from './maintain-jobs.ts';
import { createJobLines, createShowJob } from './show-job.ts';
import { createCancelJob, createPauseJob, createResumeJob } from './switch-job.ts';

export interface JobsDependencies<Stores extends JobWorkStores> {
  readonly transactor: Transactor<Stores>;
  readonly doorbell: Doorbell;
  readonly clock: Clock;
  readonly ids: Ids;
  /** What contexts do as jobs; one of each name. */
  readonly kinds: readonly JobKind<Stores>[];
}

/** The jobs with what keeps them going. */
export interface RunningJobs<Stores> extends Jobs {
  /** One for each lane family, for the worker. */
  readonly handlers: { readonly job: WorkHandler<Stores, Job, JobAck> };
  /** Forgets jobs that ended that many days ago, and looks after running ones whose key was lost; to be called every few hours. */
  maintain(keepDays: number): ResultAsync<void, StoreFailure>;
}

/** Jobs over their stores, which share a transaction with the kernel's. */
export const createJobs = <Stores extends JobWorkStores>(
  dependencies: JobsDependencies<Stores>,
): RunningJobs<Stores> => {
  const { transactor, doorbell, clock, ids } = dependencies;
  const kinds = new Map(dependencies.kinds.map((kind) => [kind.kind, kind]));
  const context: JobsContext<Stores> = { transactor, doorbell, clock, ids, kinds };
  return {
    begin: (job) => {
      const kind = kinds.get(job.kind);
      if (kind === undefined) throw new Error(`There are no jobs of the kind "${job.kind}".`);
      return transactor
        .run((stores) => beginJob(stores, { ids }, kind, job))
        .map((begun) => {
          doorbell.ring([begun.ring]);
          return begun.job;
        });
    },
    list: createListJobs(context),
    show: createShowJob(context),
    lines: createJobLines(context),
    pause: createPauseJob(context),
    resume: createResumeJob(context),
    cancel: createCancelJob(context),
    handlers: { job: createJobHandler(context) },
    maintain: createMaintainJobs(context),
  };
};
