import { ok, safeTry, type ResultAsync } from 'neverthrow';
import type { Ids } from '../ports/ids.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Ring, WorkStores } from '../work/ports.ts';
import { checkJobData } from './job-data.ts';
import type { JobKind } from './job-kind.ts';
import { jobLaneConfig, jobLaneName } from './job-lane.ts';
import type { Job } from './job.ts';
import type { NewJob } from './jobs.ts';
import type { JobStores } from './ports.ts';

/** Begins a job of this kind in the caller's transaction; to be rung after the commit. */
export const beginJob = (
  stores: JobStores & Pick<WorkStores, 'work' | 'lanes'>,
  { ids }: { readonly ids: Ids },
  { kind, lane: limits }: Pick<JobKind<never>, 'kind' | 'lane'>,
  { tenant, subject, input, reason, by, total = null }: Omit<NewJob, 'kind'>,
): ResultAsync<{ readonly job: Job; readonly ring: Ring }, StoreFailure> =>
  safeTry(async function* () {
    checkJobData(input);
    const config = jobLaneConfig(limits === undefined ? {} : { lane: limits });
    const [lane] = yield* stores.lanes.ensure([{ tenant, name: jobLaneName(kind), config }]);
    if (lane === undefined) throw new Error('A lane that was made is missing.');
    const id = ids.next();
    yield* stores.work.schedule([{ lane: lane.id, key: id, class: 'bulk', delayMs: 0, uncertain: false }]);
    const job = yield* stores.jobs.begin({ tenant, id, kind, subject, input, reason, by, total });
    return ok({ job, ring: { lane: lane.id, keys: [id] } });
  });
