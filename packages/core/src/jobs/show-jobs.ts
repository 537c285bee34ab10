import { ok, safeTry, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { WorkStores } from '../work/ports.ts';
import { jobLaneName } from './job-lane.ts';
import type { Job } from './job.ts';
import type { ShownJob } from './jobs.ts';
import type { JobStores } from './ports.ts';
import { viewOf, type JobPlace } from './standing-of.ts';

/** Jobs of one tenant as people see them, with a look at where their keys are. */
export const shownJobs = (
  stores: JobStores & Pick<WorkStores, 'work' | 'lanes'>,
  tenant: string,
  jobs: readonly Job[],
): ResultAsync<readonly ShownJob[], StoreFailure> =>
  safeTry(async function* () {
    const now = yield* stores.jobs.now();
    const running = jobs.filter(({ state }) => state === 'running');
    const lanes = new Map(
      running.length === 0 ? [] : (yield* stores.lanes.list(tenant)).map((lane) => [lane.name, lane]),
    );
    const keys = running.flatMap(({ id, kind }) => {
      const lane = lanes.get(jobLaneName(kind));
      return lane === undefined ? [] : [{ lane: lane.id, key: id }];
    });
    const states = keys.length === 0 ? [] : yield* stores.work.find(keys);
    const places = new Map(states.map((work) => [work.key, work]));
    const placeOf = (job: Job): JobPlace | null => {
      const [work, lane] = [places.get(job.id), lanes.get(jobLaneName(job.kind))];
      return work === undefined || lane === undefined ? null : { work, lane };
    };
    return ok(jobs.map((job) => viewOf(job, placeOf(job), now)));
  });

/** One of them. */
export const shownJob = (
  stores: JobStores & Pick<WorkStores, 'work' | 'lanes'>,
  job: Job,
): ResultAsync<ShownJob, StoreFailure> =>
  shownJobs(stores, job.tenant, [job]).map(([shown]) => {
    if (shown === undefined) throw new Error('A job that was to be shown is missing.');
    return shown;
  });
