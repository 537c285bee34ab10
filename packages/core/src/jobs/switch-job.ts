import { err, ok, safeTry, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Ring } from '../work/ports.ts';
import { jobLaneConfig, jobLaneName } from './job-lane.ts';
import { lineOf } from './job-data.ts';
import type { Job, JobState } from './job.ts';
import type { Jobs, JobSwitchFailure, ShownJob } from './jobs.ts';
import type { JobsContext, JobWorkStores } from './jobs-context.ts';
import { jobNotFound } from './show-job.ts';
import { shownJob } from './show-jobs.ts';

/** Brings a job into a state by hand, from one of these; one that is there already stays as it is. */
const switchTo = <Stores extends JobWorkStores>(
  stores: Stores,
  { tenant, id }: Pick<Job, 'tenant' | 'id'>,
  to: JobState,
  from: readonly JobState[],
  words: string,
): ResultAsync<ShownJob, JobSwitchFailure> =>
  safeTry(async function* () {
    const job = yield* stores.jobs.lock(tenant, id);
    if (job === null) return err(jobNotFound(id));
    if (job.state === to) return ok(yield* shownJob(stores, job));
    if (!from.includes(job.state)) return err({ code: 'JOB_STATE' as const, state: job.state });
    const saved = yield* stores.jobs.save({ ...job, state: to });
    if (saved === null) throw new Error('A job changed under its lock.');
    yield* stores.jobs.addLines(tenant, id, [lineOf('info', words)]);
    return ok(yield* shownJob(stores, saved));
  });

/** Makes a job's key due, whatever its back-off; answers what to ring. Before the job is locked, as settlements do it. */
const hasten = <Stores extends JobWorkStores>(
  stores: Stores,
  { kinds }: JobsContext<Stores>,
  tenant: string,
  id: string,
): ResultAsync<Ring | null, StoreFailure> =>
  safeTry(async function* () {
    const job = yield* stores.jobs.find(tenant, id);
    if (job === null) return ok(null);
    const config = jobLaneConfig(kinds.get(job.kind) ?? {});
    const [lane] = yield* stores.lanes.ensure([{ tenant, name: jobLaneName(job.kind), config }]);
    if (lane === undefined) throw new Error('A lane that was made is missing.');
    yield* stores.work.forget(lane.id, id);
    yield* stores.work.schedule([{ lane: lane.id, key: id, class: 'bulk', delayMs: 0, uncertain: false }]);
    return ok({ lane: lane.id, keys: [id] });
  });

export const createPauseJob =
  <Stores extends JobWorkStores>({ transactor }: JobsContext<Stores>): Jobs['pause'] =>
  (tenant, id, by) =>
    transactor.run((stores) => switchTo(stores, { tenant, id }, 'paused', ['running'], `paused by ${by}`));

export const createResumeJob =
  <Stores extends JobWorkStores>(context: JobsContext<Stores>): Jobs['resume'] =>
  (tenant, id, by) =>
    context.transactor
      .run((stores) =>
        safeTry(async function* () {
          const ring = yield* hasten(stores, context, tenant, id);
          const shown = yield* switchTo(stores, { tenant, id }, 'running', ['paused'], `resumed by ${by}`);
          return ok({ shown, ring });
        }),
      )
      .map(({ shown, ring }) => {
        if (ring !== null) context.doorbell.ring([ring]);
        return shown;
      });

export const createCancelJob =
  <Stores extends JobWorkStores>({ transactor }: JobsContext<Stores>): Jobs['cancel'] =>
  (tenant, id, by) =>
    transactor.run((stores) =>
      switchTo(stores, { tenant, id }, 'cancelled', ['running', 'paused'], `cancelled by ${by}`),
    );
