import { ok, safeTry, type ResultAsync } from 'neverthrow';
import type { AlertSignals, JobSignal, SweepSignal } from './alerts/signals.ts';
import type { JobStores } from './jobs/ports.ts';
import { shownJobs } from './jobs/show-jobs.ts';
import type { ShownJob } from './jobs/jobs.ts';
import type { Instant } from './ports/instant.ts';
import type { StoreFailure } from './ports/store-failure.ts';
import type { TaskCenterStores } from './task-center/ports.ts';
import { sweepJob, sweepOfJob } from './task-center/sweep-of-job.ts';
import type { AttemptOutcome } from './work/outcome.ts';
import type { WorkStores } from './work/ports.ts';

type Stores = WorkStores & JobStores & Pick<TaskCenterStores, 'platforms'>;

const mostJobs = 200;

// A target that refuses something is there and answers.
const answered: readonly AttemptOutcome[] = ['done', 'refused'];
const unanswered: readonly AttemptOutcome[] = ['failed', 'unknown', 'credentials'];

const laneSignals = (
  stores: Stores,
  tenant: string,
  since: Instant,
  now: Instant,
): ResultAsync<AlertSignals['lanes'], StoreFailure> =>
  safeTry(async function* () {
    const lanes = yield* stores.lanes.list(tenant);
    if (lanes.length === 0) return ok([]);
    const ids = lanes.map(({ id }) => id);
    const depths = new Map((yield* stores.work.depths(ids)).map((depth) => [depth.lane, depth]));
    const summary = yield* stores.attempts.summary(ids, since);
    const count = (lane: number, outcomes: readonly AttemptOutcome[]): number =>
      summary.reduce((sum, row) => (row.lane === lane && outcomes.includes(row.outcome) ? sum + row.count : sum), 0);
    return ok(
      lanes.map(({ id, name, trips, closedReason, closedUntil }) => {
        const depth = depths.get(id);
        return {
          name,
          trips: closedReason === 'credentials' ? 0 : trips,
          credentialsRejected: closedReason === 'credentials' && (trips > 0 || closedUntil > now),
          waiting: (depth?.due ?? 0) + (depth?.scheduled ?? 0) + (depth?.claimed ?? 0),
          parked: depth?.parked ?? 0,
          oldestDueMs: depth?.oldestDueMs ?? null,
          succeeded: count(id, answered),
          failed: count(id, unanswered),
        };
      }),
    );
  });

/** What comes first for each key. */
const firstOf = <T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, T> => {
  const first = new Map<string, T>();
  for (const item of items) if (!first.has(keyOf(item))) first.set(keyOf(item), item);
  return first;
};

/** Two levels of sweeps of a platform end independently of each other. */
const subjectOf = ({ job }: ShownJob): string | null =>
  job.kind === sweepJob.kind ? `${job.subject ?? ''}/${sweepOfJob(job).level}` : job.subject;

const placeOf = (shown: ShownJob): string => JSON.stringify([shown.job.kind, subjectOf(shown)]);

const jobSignals = (jobs: readonly ShownJob[]): readonly JobSignal[] => {
  const ended = firstOf(
    jobs.filter(({ job }) => job.finishedAt !== null),
    placeOf,
  );
  return [...firstOf(jobs, placeOf)].map(([place, shown]) => {
    const last = ended.get(place)?.job;
    return {
      kind: shown.job.kind,
      subject: subjectOf(shown),
      failure: last?.state === 'failed' ? (last.failure ?? 'it failed') : null,
      silent: jobs.some((one) => one.standing === 'interrupted' && placeOf(one) === place),
    };
  });
};

const sweepSignals = (jobs: readonly ShownJob[]): readonly SweepSignal[] => {
  const finished = jobs.filter(({ job }) => job.kind === sweepJob.kind && job.state === 'finished');
  return [...firstOf(finished, placeOf).values()].map(({ job }) => {
    const { platform, level, scheduled, corrected } = sweepOfJob(job);
    return { platform, level, found: Math.max(scheduled, corrected) };
  });
};

/** What there is to judge of a tenant: its lanes, its latest sweeps, its latest jobs. */
export const readAlertSignals = (
  stores: Stores,
  tenant: string,
  since: Instant,
): ResultAsync<AlertSignals, StoreFailure> =>
  safeTry(async function* () {
    const now = yield* stores.jobs.now();
    const lanes = yield* laneSignals(stores, tenant, since, now);
    const platforms = new Set((yield* stores.platforms.list(tenant)).map(({ code }) => code));
    const all = { kinds: null, subject: null };
    const running = yield* stores.jobs.list(tenant, { ...all, states: ['running'] }, null, mostJobs);
    const ended = yield* stores.jobs.list(
      tenant,
      { ...all, states: ['finished', 'failed', 'cancelled'] },
      null,
      mostJobs,
    );
    // What became of sweeps of a platform that is gone is nobody's trouble any more.
    const jobs = [...running, ...ended].filter(
      ({ kind, subject }) => kind !== sweepJob.kind || platforms.has(subject ?? ''),
    );
    const shown = yield* shownJobs(stores, tenant, jobs);
    return ok({ lanes, sweeps: sweepSignals(shown), jobs: jobSignals(shown) });
  });
