import { err, ok, safeTry, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import { checkJobData, lineOf } from './job-data.ts';
import type { JobMoved } from './job-kind.ts';
import type { Job, JobLine, JobProgress } from './job.ts';
import type { JobStores } from './ports.ts';

const moved: JobMoved = { code: 'JOB_MOVED' };

type Line = Pick<JobLine, 'level' | 'text'>;

/** Locks a running job, if it still is as it was read: what was read is the fencing token. */
export const lockUnmoved = (
  { jobs }: JobStores,
  { tenant, id, revision }: Job,
): ResultAsync<Job, StoreFailure | JobMoved> =>
  jobs
    .lock(tenant, id)
    .andThen((stored) =>
      stored === null || stored.state !== 'running' || stored.revision !== revision ? err(moved) : ok(stored),
    );

/** Writes a job whose lock the caller holds, and lines about it. */
export const writeLocked = (
  { jobs }: JobStores,
  job: Job,
  lines: readonly Line[],
): ResultAsync<Job, StoreFailure | JobMoved> =>
  safeTry(async function* () {
    checkJobData(job.checkpoint);
    const saved = yield* jobs.save(job);
    if (saved === null) return err(moved);
    if (lines.length > 0)
      yield* jobs.addLines(
        job.tenant,
        job.id,
        lines.map(({ level, text }) => lineOf(level, text)),
      );
    return ok(saved);
  });

const added = (
  counts: Readonly<Record<string, number>>,
  more: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> => {
  const sum: Record<string, number> = { ...counts };
  for (const [name, count] of Object.entries(more)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
};

/** How a job stands after a page. */
export const progressed = (job: Job, progress: JobProgress, state: 'running' | 'finished' | 'paused'): Job => ({
  ...job,
  checkpoint: progress.checkpoint,
  done: job.done + progress.done,
  total: progress.total === undefined ? job.total : progress.total,
  counts: added(job.counts, progress.counts ?? {}),
  state,
});

/** How a job stands that has failed, with the line that says so. */
export const failed = (job: Job, failure: string): { readonly job: Job; readonly line: Line } => {
  const line = lineOf('error', `failed: ${failure}`);
  return { job: { ...job, state: 'failed', failure: lineOf('error', failure).text }, line };
};
