import type { Instant, Millis } from '../ports/instant.ts';
import type { RetryPolicy } from './retry-policy.ts';

/** The store's own number for a lane. */
export type LaneId = number;

/** What a lane's limits are; changes take effect within a second, without a restart. */
export interface LaneConfig {
  /** How many attempts may be under way at once, over all workers: 1 to 1,000. */
  readonly concurrency: number;
  /** How many keys one call to the handler may carry: 1 to 100. */
  readonly batchSize: number;
  /** The hard time-out of one attempt: 100 to 600,000. */
  readonly timeoutMs: Millis;
  /** Token bucket over all workers; null is unlimited. */
  readonly rate: { readonly perSecond: number; readonly burst: number } | null;
  readonly retry: RetryPolicy;
  readonly breaker: BreakerPolicy;
}

/** When a lane stops trying by itself. Only `failed` and `unknown` count as failures. */
export interface BreakerPolicy {
  /** Share of failures in the window that opens the breaker: 0 to 1; above 1 switches it off. */
  readonly failureShare: number;
  /** Fewer outcomes than this in the window never open it. */
  readonly minimum: number;
  readonly windowMs: Millis;
  /** How long the first opening lasts; each failed probe doubles it up to `maxOpenMs`. */
  readonly openMs: Millis;
  readonly maxOpenMs: Millis;
}

/** Why a lane claims nothing at present. */
export type ClosedReason = 'throttled' | 'breaker' | 'credentials';

/** One outside target, with limits, policy and switches of its own. */
export interface Lane {
  readonly id: LaneId;
  readonly tenant: string;
  /** For example `push/jinzhi`; the part before the first slash names the handler. */
  readonly name: string;
  readonly config: LaneConfig;
  /** Grows by one with each change of `config`. */
  readonly configVersion: number;
  readonly paused: boolean;
  /** Nothing is claimed before this time; in the past when the lane is open. */
  readonly closedUntil: Instant;
  readonly closedReason: ClosedReason | null;
  /** How often the breaker has opened in a row; 0 when it is closed. While above 0, an open lane admits probes only. */
  readonly trips: number;
}

/** A lane is named by its tenant and its name. */
export interface LaneRef {
  readonly tenant: string;
  readonly name: string;
}

/** What waits in a lane. */
export interface LaneDepth {
  readonly lane: LaneId;
  readonly due: number;
  /** Waiting for a later time. */
  readonly scheduled: number;
  readonly claimed: number;
  readonly parked: number;
  readonly uncertain: number;
  /** How long the oldest due row has been due; null when nothing is due. */
  readonly oldestDueMs: Millis | null;
}

/** Limits that suit an ordinary HTTP API. */
export const defaultLaneConfig: LaneConfig = {
  concurrency: 16,
  batchSize: 1,
  timeoutMs: 10_000,
  rate: null,
  retry: {
    scheduleMs: [
      500, 1_000, 2_000, 3_000, 5_000, 5_000, 10_000, 10_000, 15_000, 30_000, 60_000, 300_000, 900_000, 3_600_000,
    ],
    maxAttempts: null,
    maxAgeMs: 3 * 24 * 3_600_000,
  },
  breaker: { failureShare: 0.8, minimum: 30, windowMs: 30_000, openMs: 2_000, maxOpenMs: 30_000 },
};
