import { ok, safeTry, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Ring } from '../work/ports.ts';
import { failJob } from './fail-job.ts';
import { jobLaneConfig, jobLaneName } from './job-lane.ts';
import type { Job } from './job.ts';
import type { JobsContext, JobWorkStores } from './jobs-context.ts';

const dayMs = 24 * 3_600_000;
const prunedAtOnce = 1_000;
const lookedAfterAtOnce = 200;

/** Sees to it that a running job's key is in the queue: a worker that knows no jobs may have parked it without telling. */
const lookAfter = <Stores extends JobWorkStores>(
  stores: Stores,
  { kinds }: JobsContext<Stores>,
  job: Job,
): ResultAsync<Ring | null, StoreFailure> =>
  safeTry(async function* () {
    const { tenant, id: key, kind } = job;
    const config = jobLaneConfig(kinds.get(kind) ?? {});
    const [lane] = yield* stores.lanes.ensure([{ tenant, name: jobLaneName(kind), config }]);
    if (lane === undefined) throw new Error('A lane that was made is missing.');
    const [work] = yield* stores.work.find([{ lane: lane.id, key }]);
    if (work === undefined) {
      yield* stores.work.schedule([{ lane: lane.id, key, class: 'bulk', delayMs: 0, uncertain: false }]);
      return ok({ lane: lane.id, keys: [key] });
    }
    if (work.parked !== null) {
      yield* stores.work.forget(lane.id, key);
      yield* failJob(stores, tenant, key, work.parked);
    }
    return ok(null);
  });

/** Forgets old jobs, and looks after those that nobody would do otherwise. */
export const createMaintainJobs = <Stores extends JobWorkStores>(
  context: JobsContext<Stores>,
): ((keepDays: number) => ResultAsync<void, StoreFailure>) => {
  const { transactor, doorbell } = context;
  const running = { kinds: null, subject: null, states: ['running' as const] };
  const lookAfterPage = (before: string | null): ResultAsync<string | null, StoreFailure> =>
    transactor
      .run((stores) =>
        safeTry(async function* () {
          const rings: Ring[] = [];
          const jobs = yield* stores.jobs.list(null, running, before, lookedAfterAtOnce);
          for (const job of jobs) {
            const ring = yield* lookAfter(stores, context, job);
            if (ring !== null) rings.push(ring);
          }
          return ok({ rings, last: jobs.length < lookedAfterAtOnce ? null : (jobs.at(-1)?.id ?? null) });
        }),
      )
      .map(({ rings, last }) => {
        doorbell.ring(rings);
        return last;
      });
  const prune = (keepDays: number): ResultAsync<number, StoreFailure> =>
    transactor.run(({ jobs }) => jobs.now().andThen((now) => jobs.prune(now - keepDays * dayMs, prunedAtOnce)));
  return (keepDays) =>
    safeTry(async function* () {
      while ((yield* prune(keepDays)) === prunedAtOnce);
      let last = yield* lookAfterPage(null);
      while (last !== null) last = yield* lookAfterPage(last);
      return ok(undefined);
    });
};
