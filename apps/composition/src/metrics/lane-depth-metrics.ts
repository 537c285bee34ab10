import type { Metric, Sample } from '@portico/adapters-http/metrics';
import type { StoreFailure, Stores, Transactor } from '@portico/core';
import type { Lane, LaneDepth } from '@portico/core/work';
import type { ResultAsync } from 'neverthrow';

const states = ['due', 'scheduled', 'claimed', 'parked', 'uncertain'] as const;

const describe = (lanes: readonly Lane[], depths: readonly LaneDepth[], now: number): readonly Metric[] => {
  const byLane = new Map(depths.map((depth) => [depth.lane, depth]));
  const gauge = (
    name: string,
    help: string,
    read: (lane: Lane, depth: LaneDepth | undefined) => readonly Sample[],
  ): Metric => ({
    name,
    help,
    type: 'gauge',
    samples: lanes.flatMap((lane) =>
      read(lane, byLane.get(lane.id)).map((sample) => ({
        ...sample,
        labels: { tenant: lane.tenant, lane: lane.name, ...sample.labels },
      })),
    ),
  });
  return [
    gauge('portico_lane_keys', 'Keys in a lane by state.', (_lane, depth) =>
      states.map((state) => ({ labels: { state }, value: depth?.[state] ?? 0 })),
    ),
    gauge('portico_lane_oldest_due_seconds', 'How long the oldest due key has been due.', (_lane, depth) => [
      { value: (depth?.oldestDueMs ?? 0) / 1_000 },
    ]),
    gauge('portico_lane_paused', '1 when paused by hand.', ({ paused }) => [{ value: paused ? 1 : 0 }]),
    gauge('portico_lane_closed', '1 when closed by throttling, breaker or credentials.', (lane) => [
      { value: lane.closedUntil > now ? 1 : 0, labels: { reason: lane.closedReason ?? '' } },
    ]),
  ];
};

/** What waits in every lane of every tenant, also in those that this process does not serve. */
export const readLaneDepths = (
  transactor: Transactor<Stores>,
  now: number,
): ResultAsync<readonly Metric[], StoreFailure> =>
  transactor
    .run((stores) =>
      stores.lanes
        .list(null)
        .andThen((lanes) => stores.work.depths(lanes.map(({ id }) => id)).map((depths) => ({ lanes, depths }))),
    )
    .map(({ lanes, depths }) => describe(lanes, depths, now));
