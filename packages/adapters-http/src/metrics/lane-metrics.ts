import type { StoreFailure } from '@portico/core';
import type { Access } from '@portico/core/access';
import type { ShownLane, TaskCenter } from '@portico/core/task-center';
import { ResultAsync } from 'neverthrow';
import type { Metric, Sample } from './prometheus-text.ts';

interface TenantLane {
  readonly tenant: string;
  readonly shown: ShownLane;
}

const states = ['due', 'scheduled', 'claimed', 'parked', 'uncertain'] as const;

const describe = (lanes: readonly TenantLane[], now: number): readonly Metric[] => {
  const gauge = (name: string, help: string, read: (shown: ShownLane) => readonly Sample[]): Metric => ({
    name,
    help,
    type: 'gauge',
    samples: lanes.flatMap(({ tenant, shown }) =>
      read(shown).map((sample) => ({ ...sample, labels: { tenant, lane: shown.lane.name, ...sample.labels } })),
    ),
  });
  return [
    gauge('portico_lane_keys', 'Keys in a lane by state.', ({ depth }) =>
      states.map((state) => ({ labels: { state }, value: depth[state] })),
    ),
    gauge('portico_lane_oldest_due_seconds', 'How long the oldest due key has been due.', ({ depth }) => [
      { value: (depth.oldestDueMs ?? 0) / 1000 },
    ]),
    gauge('portico_lane_paused', '1 when paused by hand.', ({ lane }) => [{ value: lane.paused ? 1 : 0 }]),
    gauge('portico_lane_closed', '1 when closed by throttling, breaker or credentials.', ({ lane }) => [
      { value: lane.closedUntil > now ? 1 : 0, labels: { reason: lane.closedReason ?? '' } },
    ]),
    gauge('portico_lane_recent_attempts', "Attempts by outcome in the lane summary's window.", ({ summary }) =>
      summary.map(({ outcome, count }) => ({ labels: { outcome }, value: count })),
    ),
    gauge('portico_lane_recent_attempt_p95_seconds', '95th percentile of their durations.', ({ summary }) =>
      summary.map(({ outcome, p95Ms }) => ({ labels: { outcome }, value: p95Ms / 1000 })),
    ),
  ];
};

/** Every tenant's lanes. Names, numbers and states only. */
export const readLaneMetrics = (
  access: Pick<Access, 'listTenants'>,
  taskCenter: Pick<TaskCenter, 'listLanes'>,
  now: number,
): ResultAsync<readonly Metric[], StoreFailure> =>
  access
    .listTenants()
    .andThen((tenants) =>
      ResultAsync.combine(
        tenants.map(({ id: tenant }) =>
          taskCenter.listLanes(tenant).map((lanes) => lanes.map((shown) => ({ tenant, shown }))),
        ),
      ),
    )
    .map((lanes) => describe(lanes.flat(), now));
