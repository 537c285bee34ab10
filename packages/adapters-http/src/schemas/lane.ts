import type { ShownLane } from '@portico/core/task-center';
import type { Lane } from '@portico/core/work';
import { z } from 'zod';
import { attemptOutcome, instant } from './fields.ts';
import { iso } from './show.ts';

const laneFields = {
  name: z.string(),
  paused: z.boolean(),
  breaker: z.enum(['closed', 'open', 'half-open']),
  closedUntil: instant.nullable(),
  closedReason: z.enum(['throttled', 'breaker', 'credentials']).nullable(),
};

/** A lane's switches. */
export const shownLaneState = z.object(laneFields).meta({ ref: 'LaneState' });

export const shownLane = z
  .object({
    ...laneFields,
    trips: z.int(),
    config: z.object({
      concurrency: z.int(),
      batchSize: z.int(),
      timeoutMs: z.int(),
      rate: z.object({ perSecond: z.number(), burst: z.number() }).nullable(),
      retry: z.object({ scheduleMs: z.array(z.number()), maxAttempts: z.int().nullable(), maxAgeMs: z.number() }),
    }),
    configVersion: z.int(),
    depth: z.object({
      due: z.int(),
      scheduled: z.int(),
      claimed: z.int(),
      parked: z.int(),
      uncertain: z.int(),
      oldestDueMs: z.number().nullable(),
    }),
    outcomes: z.array(z.object({ outcome: attemptOutcome, count: z.int(), medianMs: z.number(), p95Ms: z.number() })),
  })
  .meta({ ref: 'Lane' });

export const showLaneState = (lane: Lane, now: number): z.input<typeof shownLaneState> => {
  const closed = lane.closedUntil > now;
  return {
    name: lane.name,
    paused: lane.paused,
    breaker: lane.trips === 0 ? 'closed' : closed ? 'open' : 'half-open',
    closedUntil: closed ? iso(lane.closedUntil) : null,
    closedReason: closed ? lane.closedReason : null,
  };
};

export const showLane = ({ lane, depth, summary }: ShownLane, now: number): z.input<typeof shownLane> => ({
  ...showLaneState(lane, now),
  trips: lane.trips,
  config: {
    concurrency: lane.config.concurrency,
    batchSize: lane.config.batchSize,
    timeoutMs: lane.config.timeoutMs,
    rate: lane.config.rate === null ? null : { ...lane.config.rate },
    retry: {
      scheduleMs: [...lane.config.retry.scheduleMs],
      maxAttempts: lane.config.retry.maxAttempts,
      maxAgeMs: lane.config.retry.maxAgeMs,
    },
  },
  configVersion: lane.configVersion,
  depth: {
    due: depth.due,
    scheduled: depth.scheduled,
    claimed: depth.claimed,
    parked: depth.parked,
    uncertain: depth.uncertain,
    oldestDueMs: depth.oldestDueMs,
  },
  outcomes: summary.map(({ outcome, count, medianMs, p95Ms }) => ({ outcome, count, medianMs, p95Ms })),
});
