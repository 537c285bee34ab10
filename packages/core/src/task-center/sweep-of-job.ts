import type { JobKind } from '../jobs/job-kind.ts';
import type { Job, JobData } from '../jobs/job.ts';
import type { Instant, Millis } from '../ports/instant.ts';
import { defaultLaneConfig } from '../work/lane.ts';
import type { Sweep, SweepLevel } from './ports.ts';

/** A running sweep without progress for so long is given up; the next one is due soon. */
export const sweepGivesUpAfterMs: Millis = 12 * 3_600_000;

/** The kind of job that a sweep is. */
export const sweepJob: Pick<JobKind<never>, 'kind' | 'lane'> = {
  kind: 'sweep',
  lane: { retry: { ...defaultLaneConfig.retry, maxAgeMs: sweepGivesUpAfterMs } },
};

const levels: readonly SweepLevel[] = [1, 2];
const reasons: readonly Sweep['reason'][] = ['schedule', 'hand', 'routing', 'platform'];

/** What a sweep's job is asked to do; the platform is its subject. */
export const sweepInput = (level: SweepLevel, since: Instant | null): JobData => ({ level, since });

/** A sweep's place, as its job keeps it. */
export const sweepCheckpoint = (cursor: string): JobData => ({ cursor });

/** A job of this kind as a sweep. */
export const sweepOfJob = (job: Job): Sweep => {
  const { level, since } = job.input;
  const cursor = job.checkpoint?.['cursor'];
  return {
    id: job.id,
    tenant: job.tenant,
    platform: job.subject ?? '',
    level: levels.find((one) => one === level) ?? 1,
    reason: reasons.find((one) => one === job.reason) ?? 'hand',
    by: job.by,
    state: job.state,
    since: typeof since === 'number' ? since : null,
    cursor: typeof cursor === 'string' ? cursor : null,
    checked: job.done,
    scheduled: job.counts['scheduled'] ?? 0,
    corrected: job.counts['corrected'] ?? 0,
    failure: job.failure,
    startedAt: job.startedAt,
    updatedAt: job.beatAt,
    finishedAt: job.finishedAt,
  };
};
