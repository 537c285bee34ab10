import type { Metric, Sample } from '@portico/adapters-http/metrics';
import type { AttemptOutcome, Lane, LaneId, WorkObserver, WorkerStats } from '@portico/core/work';

const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60] as const;

interface LaneCounts {
  readonly tenant: string;
  readonly lane: string;
  claimed: number;
  late: number;
  readonly outcomes: Map<AttemptOutcome, number>;
  readonly buckets: number[];
  seconds: number;
  count: number;
}

/** Counts what this process's worker does, by lane. */
export interface WorkMetrics extends WorkObserver {
  /** Grows whenever something is claimed or attempted in a lane. */
  progressOf(lane: LaneId): number;
  metrics(stats: WorkerStats): readonly Metric[];
}

export const createWorkMetrics = (): WorkMetrics => {
  const lanes = new Map<number, LaneCounts>();
  const countsOf = ({ id, tenant, name }: Lane): LaneCounts => {
    let counts = lanes.get(id);
    if (counts === undefined) {
      const buckets = bounds.map(() => 0);
      counts = { tenant, lane: name, claimed: 0, late: 0, outcomes: new Map(), buckets, seconds: 0, count: 0 };
      lanes.set(id, counts);
    }
    return counts;
  };

  const perLane = (
    name: string,
    type: Metric['type'],
    help: string,
    read: (counts: LaneCounts) => readonly Sample[],
  ): Metric => ({
    name,
    type,
    help,
    samples: [...lanes.values()].flatMap((counts) =>
      read(counts).map((sample) => ({
        ...sample,
        labels: { tenant: counts.tenant, lane: counts.lane, ...sample.labels },
      })),
    ),
  });

  const durations = ({ buckets, seconds, count }: LaneCounts): readonly Sample[] => {
    let below = 0;
    return [
      ...bounds.map((bound, index) => {
        below += buckets[index] ?? 0;
        return { suffix: '_bucket', labels: { le: String(bound) }, value: below };
      }),
      { suffix: '_bucket', labels: { le: '+Inf' }, value: count },
      { suffix: '_sum', value: seconds },
      { suffix: '_count', value: count },
    ];
  };

  return {
    claimed: (lane, keys) => void (countsOf(lane).claimed += keys),
    attempted: (lane, outcome, durationMs, late) => {
      const counts = countsOf(lane);
      const seconds = durationMs / 1_000;
      counts.outcomes.set(outcome, (counts.outcomes.get(outcome) ?? 0) + 1);
      if (late) counts.late += 1;
      counts.seconds += seconds;
      counts.count += 1;
      const bucket = bounds.findIndex((bound) => seconds <= bound);
      if (bucket >= 0) counts.buckets[bucket] = (counts.buckets[bucket] ?? 0) + 1;
    },
    progressOf: (lane) => {
      const counts = lanes.get(lane);
      return counts === undefined ? 0 : counts.claimed + counts.count;
    },
    metrics: (stats) => {
      const gauge = (name: string, help: string, value: number): Metric => ({
        name,
        help,
        type: 'gauge',
        samples: [{ value }],
      });
      return [
        gauge('portico_worker_session_valid', '1 while this worker may claim.', stats.session === null ? 0 : 1),
        gauge('portico_worker_keys_in_flight', 'Claimed keys under way.', stats.inFlight),
        gauge('portico_worker_keys_unsettled', 'Outcomes not yet written.', stats.unsettled),
        {
          name: 'portico_worker_keys_settled_total',
          help: 'Claims that this worker brought to their end.',
          type: 'counter',
          samples: [{ value: stats.settled }],
        },
        perLane('portico_worker_keys_claimed_total', 'counter', 'Keys that this worker claimed.', ({ claimed }) => [
          { value: claimed },
        ]),
        perLane('portico_worker_attempts_total', 'counter', 'Attempts of this worker by outcome.', ({ outcomes }) =>
          [...outcomes].map(([outcome, value]) => ({ labels: { outcome }, value })),
        ),
        perLane(
          'portico_worker_attempts_late_total',
          'counter',
          'Attempts whose claims had been taken over.',
          ({ late }) => [{ value: late }],
        ),
        perLane('portico_worker_attempt_duration_seconds', 'histogram', 'How long attempts took.', durations),
        {
          name: 'portico_worker_calls_under_way',
          help: 'Calls to the target under way.',
          type: 'gauge',
          samples: stats.lanes.map(({ tenant, name, callsUnderWay }) => ({
            labels: { tenant, lane: name },
            value: callsUnderWay,
          })),
        },
      ];
    },
  };
};
