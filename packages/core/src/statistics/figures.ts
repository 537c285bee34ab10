import type { Instant } from '../ports/instant.ts';
import type { LaneId } from '../work/lane.ts';
import type { AttemptOutcome } from '../work/outcome.ts';
import { mergeBuckets, percentile } from './durations.ts';
import type { AttemptSum } from './ports.ts';
import type { Figures, PlatformFigures } from './statistics.ts';

/** These say nothing about a platform: it was not asked, or asked to wait. */
const silent: ReadonlySet<AttemptOutcome> = new Set(['deferred', 'released']);

/** What sums come to together. */
export const figuresOf = (sums: readonly AttemptSum[]): Figures => {
  const outcomes: Partial<Record<AttemptOutcome, number>> = {};
  for (const { outcome, count } of sums) outcomes[outcome] = (outcomes[outcome] ?? 0) + count;
  const telling = sums.filter(({ outcome }) => !silent.has(outcome));
  const told = telling.reduce((sum, { count }) => sum + count, 0);
  const durations = mergeBuckets(telling.map((sum) => sum.durations));
  const latencies = mergeBuckets(sums.map((sum) => sum.latencies));
  return {
    attempts: sums.reduce((sum, { count }) => sum + count, 0),
    outcomes,
    successShare: told === 0 ? null : (outcomes.done ?? 0) / told,
    medianMs: percentile(durations, 0.5),
    p95Ms: percentile(durations, 0.95),
    latencyMedianMs: percentile(latencies, 0.5),
    latencyP95Ms: percentile(latencies, 0.95),
  };
};

/** Sums by platform and period, empty periods among them; the last of `starts` ends the last period. */
export const figuresByPlatform = (
  sums: readonly AttemptSum[],
  lanes: ReadonlyMap<LaneId, string>,
  starts: readonly Instant[],
): readonly PlatformFigures[] =>
  [...lanes]
    .map(([lane, platform]): PlatformFigures => {
      const own = sums.filter((sum) => sum.lane === lane);
      const byPeriod = Map.groupBy(own, ({ at }) => at);
      return {
        platform,
        periods: starts.slice(0, -1).map((at) => ({ at, ...figuresOf(byPeriod.get(at) ?? []) })),
        total: figuresOf(own),
      };
    })
    .toSorted((a, b) => (a.platform < b.platform ? -1 : 1));
