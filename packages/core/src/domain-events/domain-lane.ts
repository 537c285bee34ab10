import type { LaneConfig } from '../work/lane.ts';

/** The lane that hands a tenant's events over; its keys are batches of the outbox. */
export const domainLaneName = 'domain/events';

const century = 100 * 365 * 24 * 3_600_000;

/**
 * Events are handed over one call after another, as many batches together as there are. A broker that is away costs probes and
 * latency: no event is ever too old to be told.
 */
export const domainLaneConfig: LaneConfig = {
  concurrency: 1,
  batchSize: 100,
  timeoutMs: 10_000,
  rate: null,
  retry: { scheduleMs: [1_000, 2_000, 5_000, 10_000], maxAttempts: null, maxAgeMs: century },
  breaker: { failureShare: 0.5, minimum: 5, windowMs: 30_000, openMs: 1_000, maxOpenMs: 10_000 },
};
