import { servesLane } from '../work/lane-selection.ts';
import type { AlertCondition } from './alert-rule.ts';
import type { AlertSignals, JobSignal, LaneSignal } from './signals.ts';

/** What a rule's condition says of one subject. */
export interface Verdict {
  readonly subject: string;
  /** Null: nothing new is known. */
  readonly breached: boolean | null;
  readonly value: number | null;
  readonly words: string;
}

const failingShare = 0.8;

const minutes = (ms: number): string => `${Math.round(ms / 60_000)} min`;

const isListed = (listed: readonly string[] | null, name: string): boolean => listed === null || listed.includes(name);

const failing = (lane: LaneSignal): Omit<Verdict, 'subject'> => {
  const { trips, credentialsRejected, waiting, succeeded, failed } = lane;
  if (credentialsRejected) return { breached: true, value: failed, words: 'its credentials are rejected' };
  if (trips > 0) return { breached: true, value: failed, words: 'its breaker is open' };
  const tried = succeeded + failed;
  if (tried > 0)
    return {
      breached: failed / tried >= failingShare,
      value: failed,
      words: `${failed} of ${tried} attempts failed`,
    };
  // Pauses between tries grow to hours: that nothing was tried says nothing, unless there is nothing to try.
  return { breached: waiting === 0 ? false : null, value: null, words: 'nothing was tried' };
};

const jobSubject = ({ kind, subject }: JobSignal): string => `job/${kind}${subject === null ? '' : `/${subject}`}`;

/** What a condition says of everything that it looks at. */
export const judge = (condition: AlertCondition, { lanes, sweeps, jobs }: AlertSignals): readonly Verdict[] => {
  const ofLanes = (
    patterns: readonly string[] | null,
    verdict: (lane: LaneSignal) => Omit<Verdict, 'subject'>,
  ): readonly Verdict[] =>
    lanes
      .filter(({ name }) => patterns === null || servesLane(patterns, name))
      .map((lane) => ({ subject: lane.name, ...verdict(lane) }));
  switch (condition.kind) {
    case 'lane-failing':
      return ofLanes(condition.lanes, failing);
    case 'oldest-due':
      return ofLanes(condition.lanes, ({ oldestDueMs }) => ({
        breached: oldestDueMs !== null && oldestDueMs > condition.aboveMs,
        value: oldestDueMs,
        words: oldestDueMs === null ? 'nothing is due' : `the oldest has been due for ${minutes(oldestDueMs)}`,
      }));
    case 'parked':
      return ofLanes(condition.lanes, ({ parked }) => ({
        breached: parked > condition.above,
        value: parked,
        words: `${parked} are parked`,
      }));
    case 'sweep-found':
      return sweeps
        .filter(({ platform }) => isListed(condition.platforms, platform))
        .map(({ platform, level, found }) => ({
          subject: `sweep/${platform}/${level}`,
          breached: found > condition.above,
          value: found,
          words: `the latest sweep found ${found}`,
        }));
    case 'job-failed':
      return jobs
        .filter(({ kind }) => isListed(condition.jobs, kind))
        .map((job) => ({
          subject: jobSubject(job),
          breached: job.failure !== null,
          value: null,
          words: job.failure ?? 'the latest job did not fail',
        }));
    case 'job-silent':
      return jobs
        .filter(({ kind }) => isListed(condition.jobs, kind))
        .map((job) => ({
          subject: jobSubject(job),
          breached: job.silent,
          value: null,
          words: job.silent ? 'it shows no sign of life' : 'it shows signs of life',
        }));
  }
};
