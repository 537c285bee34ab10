import { defaultLaneConfig, type LaneConfig } from '../work/lane.ts';
import type { JobKind } from './job-kind.ts';

const family = 'job/';

/** The lane of a kind's jobs in a tenant; its keys are their ids. */
export const jobLaneName = (kind: string): string => `${family}${kind}`;

/** The inverse of `jobLaneName`; null for lanes of other families. */
export const kindOfLane = (lane: string): string | null => (lane.startsWith(family) ? lane.slice(family.length) : null);

/**
 * Two jobs of a kind at once; an attempt does pages for ten seconds, at most half its time, and lets others have a turn. There is no breaker: jobs of one kind
 * have no common target, so that the failures of some say nothing about the others.
 */
export const jobLaneConfig = ({ lane }: Pick<JobKind<never>, 'lane'>): LaneConfig => ({
  ...defaultLaneConfig,
  concurrency: 2,
  timeoutMs: 60_000,
  breaker: { ...defaultLaneConfig.breaker, failureShare: 2 },
  ...lane,
});
