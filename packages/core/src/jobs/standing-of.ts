import type { Instant, Millis } from '../ports/instant.ts';
import type { WorkState } from '../work/claim.ts';
import type { Lane } from '../work/lane.ts';
import type { Job, JobState } from './job.ts';
import type { ShownJob } from './jobs.ts';

/**
 * How a job stands, for people: its state, and for one that runs also
 * - `interrupted`: whoever had it has shown no sign of life for 30 seconds; it is taken over when its worker counts as lost;
 * - `queued`: it waits for a free slot, or for a worker;
 * - `waiting`: it goes on later, by its own wish or after a failure;
 * - `held`: its lane is paused or closed.
 */
export type JobStanding = JobState | 'interrupted' | 'queued' | 'waiting' | 'held';

/** Where a running job's key is in the queue. */
export interface JobPlace {
  readonly work: Pick<WorkState, 'claimed' | 'dueAt'>;
  readonly lane: Pick<Lane, 'paused' | 'closedUntil'>;
}

/** A job without a sign of life for longer is not being worked on. */
export const silentAfterMs: Millis = 30_000;

/** `now` is the store's time; `place` null when the queue does not know the job. */
export const standingOf = (job: Job, place: JobPlace | null, now: Instant): JobStanding => {
  if (job.state !== 'running') return job.state;
  if (place === null || place.work.claimed) return now - job.beatAt > silentAfterMs ? 'interrupted' : 'running';
  if (place.lane.paused || place.lane.closedUntil > now) return 'held';
  return place.work.dueAt !== null && place.work.dueAt > now ? 'waiting' : 'queued';
};

/** A job as people see it at this time. */
export const viewOf = (job: Job, place: JobPlace | null, now: Instant): ShownJob => {
  const standing = standingOf(job, place, now);
  const tookMs = Math.max(1, (job.finishedAt ?? now) - job.startedAt);
  const perSecond = job.done > 0 ? (job.done * 1_000) / tookMs : null;
  const left = job.total === null ? null : Math.max(0, job.total - job.done);
  return {
    job,
    standing,
    resumesAt: standing === 'waiting' ? (place?.work.dueAt ?? null) : null,
    perSecond,
    remainingMs:
      job.state !== 'running' || left === null || perSecond === null ? null : Math.round((left * 1_000) / perSecond),
  };
};
