import type { Instant, Millis } from '../ports/instant.ts';
import type { Attempt } from '../work/attempt.ts';
import { bucketOf } from './durations.ts';
import type { AttemptSum } from './ports.ts';

/** Versions are times as a rule: what a program of one's own calls 7 is none. */
const oldestVersion = 1_000_000_000_000;

/** From the change that was sent to its confirmation; null where that says nothing. */
export const latencyOf = ({ outcome, operation, version, claimedAt, durationMs }: Attempt): Millis | null =>
  outcome === 'done' && operation !== null && version !== null && version > oldestVersion
    ? Math.max(0, claimedAt + Math.round(durationMs) - version)
    : null;

/** The period that an instant is in; null outside of all. */
export const periodOf = (starts: readonly Instant[], at: Instant): Instant | null => {
  if (at >= (starts.at(-1) ?? -Infinity)) return null;
  return starts.findLast((start) => start <= at) ?? null;
};

const added = (buckets: AttemptSum['durations'], ms: Millis): AttemptSum['durations'] => {
  const bucket = bucketOf(ms);
  const known = buckets.find(([one]) => one === bucket);
  return known === undefined
    ? [...buckets, [bucket, 1] as const].toSorted(([a], [b]) => a - b)
    : buckets.map((one) => (one === known ? ([bucket, known[1] + 1] as const) : one));
};

/** Attempts by lane, period and outcome, in that order. */
export const sumAttempts = (attempts: Iterable<Attempt>, starts: readonly Instant[]): readonly AttemptSum[] => {
  const sums = new Map<string, AttemptSum>();
  for (const attempt of attempts) {
    const { lane, outcome, claimedAt } = attempt;
    const at = periodOf(starts, claimedAt);
    if (at === null) continue;
    const name = `${lane} ${at} ${outcome}`;
    const sum = sums.get(name) ?? { lane, at, outcome, count: 0, totalMs: 0, durations: [], latencies: [] };
    const ms = Math.round(attempt.durationMs);
    const latency = latencyOf(attempt);
    sums.set(name, {
      ...sum,
      count: sum.count + 1,
      totalMs: sum.totalMs + ms,
      durations: added(sum.durations, ms),
      latencies: latency === null ? sum.latencies : added(sum.latencies, latency),
    });
  }
  return inOrder([...sums.values()]);
};

/** By lane, then by period, then by outcome. */
export const inOrder = (sums: readonly AttemptSum[]): readonly AttemptSum[] =>
  sums.toSorted(
    (a, b) => a.lane - b.lane || a.at - b.at || (a.outcome < b.outcome ? -1 : a.outcome > b.outcome ? 1 : 0),
  );
