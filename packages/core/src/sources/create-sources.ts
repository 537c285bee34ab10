import { okAsync, type ResultAsync } from 'neverthrow';
import type { JobKind } from '../jobs/job-kind.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Transactor } from '../ports/transactor.ts';
import type { Doorbell } from '../work/ports.ts';
import { createWorkflowSchemas } from '../workflow/schemas.ts';
import type { Workflow } from '../workflow/workflow.ts';
import {
  createChangeSource,
  createCreateSource,
  createListSources,
  createRemoveSource,
  createShowSource,
} from './change-sources.ts';
import type { SourcesContext, Stores } from './context.ts';
import { createOpenSources } from './open-sources.ts';
import { createPollJob } from './poll-job.ts';
import type { SourceKind } from './ports.ts';
import { createScheduleSources } from './schedule-sources.ts';
import type { ShownSource, Sources } from './sources.ts';
import { createStartSourceSweep } from './start-sweep.ts';
import { createSourceSweepJob } from './sweep-job.ts';
import { createTestSource } from './test-source.ts';

export interface SourcesDependencies {
  readonly transactor: Transactor<Stores>;
  readonly doorbell: Doorbell;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly secrets: Secrets;
  readonly workflow: Pick<Workflow, 'tellTasks' | 'closeTasks'>;
  readonly kinds: readonly SourceKind[];
  /** IANA name of the zone in which engines' times without an offset are read. */
  readonly timezone: string;
}

/** The sources with what keeps them going. */
export interface RunningSources extends Sources {
  /** What they do as jobs, for `createJobs`. */
  readonly jobKinds: readonly JobKind<Stores>[];
  /** Begins polls and sweeps that are due; to be called about once a minute, from any number of processes. Answers how many. */
  schedule(): ResultAsync<number, StoreFailure>;
  /** Closes the connections of this process. */
  close(): Promise<void>;
}

/** Engines that are asked, over stores that share a transaction with the workflow's, the jobs' and the kernel's. */
export const createSources = (dependencies: SourcesDependencies): RunningSources => {
  const { kinds, secrets, timezone } = dependencies;
  const opened = createOpenSources(kinds, secrets, timezone);
  const context: SourcesContext = { ...dependencies, opened, schemas: createWorkflowSchemas(timezone) };
  const schedule = createScheduleSources(context);
  const [create, change] = [createCreateSource(context), createChangeSource(context)];
  /** Nobody waits a minute for what was just switched on; should it fail now, the schedule does it then. */
  const begun = (shown: ShownSource): ResultAsync<ShownSource, never> =>
    schedule()
      .map(() => shown)
      .orElse(() => okAsync(shown));
  return {
    listKinds: () => kinds,
    list: createListSources(context),
    show: createShowSource(context),
    create: (tenant, draft) => create(tenant, draft).andThen(begun),
    change: (tenant, code, revision, draft) => change(tenant, code, revision, draft).andThen(begun),
    remove: createRemoveSource(context),
    test: createTestSource(context),
    startSweep: createStartSourceSweep(context),
    jobKinds: [createPollJob(context), createSourceSweepJob(context)],
    schedule,
    close: opened.closeAll,
  };
};
