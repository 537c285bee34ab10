import type { LaneConfig } from '../work/lane.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** The lane of an endpoint; its keys are ids of messages. */
export const webhookLaneName = (endpoint: string): string => `webhook/${endpoint}`;

/** The inverse of `webhookLaneName`; null for lanes of other families. */
export const endpointOfLane = (lane: string): string | null =>
  lane.startsWith('webhook/') ? lane.slice('webhook/'.length) : null;

/**
 * Tries as Standard Webhooks proposes (section "Delivery"): soon at first, then over hours, for three days. The breaker keeps an
 * endpoint that is away from being asked for each of its messages.
 */
export const webhookLaneConfig: LaneConfig = {
  concurrency: 8,
  batchSize: 1,
  timeoutMs: 20 * second,
  rate: null,
  retry: {
    scheduleMs: [5 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour],
    maxAttempts: null,
    maxAgeMs: 72 * hour,
  },
  breaker: { failureShare: 0.8, minimum: 20, windowMs: minute, openMs: 5 * second, maxOpenMs: 5 * minute },
};
