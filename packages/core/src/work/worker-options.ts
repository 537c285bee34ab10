import type { Clock } from '../ports/clock.ts';
import type { Millis } from '../ports/instant.ts';
import type { Random } from '../ports/random.ts';
import type { RateLimiter } from '../ports/rate-limiter.ts';
import type { Tracer } from '../ports/tracer.ts';
import type { Transactor } from '../ports/transactor.ts';
import type { SessionId } from './claim.ts';
import type { WorkHandler } from './handler.ts';
import type { LaneId } from './lane.ts';
import { everyLane, type LaneSelection } from './lane-selection.ts';
import type { Doorbell, WorkStores } from './ports.ts';
import type { WorkObserver } from './work-observer.ts';

/** Where the worker tells people what went wrong. Details never hold secrets or bodies. */
export type WorkLog = (
  level: 'info' | 'warn' | 'error',
  message: string,
  details: Readonly<Record<string, unknown>>,
) => void;

/** The handlers by lane family, the part of a lane's name before the first slash. */
export type WorkHandlers<Stores> = Readonly<Record<string, WorkHandler<Stores, unknown, unknown>>>;

/** What a worker works with. */
export interface WorkerDependencies<Stores extends WorkStores> {
  readonly transactor: Transactor<Stores>;
  readonly handlers: WorkHandlers<Stores>;
  readonly doorbell: Doorbell;
  readonly clock: Clock;
  readonly random: Random;
  /** Keeps the lanes' rates over all workers. Without one, and while it does not answer, each worker keeps to its share. */
  readonly rateLimiter?: RateLimiter;
  readonly log?: WorkLog;
  readonly tracer?: Tracer;
  readonly observer?: WorkObserver;
  readonly options?: Partial<WorkerOptions>;
}

/** How a worker behaves; the defaults suit every ordinary case. */
export interface WorkerOptions {
  /** The store is this process's alone: whatever session it still knows is dead, and its claims are taken over at the start. */
  readonly exclusive: boolean;
  /** Which lanes this worker serves; those of no handler are passed over anyway. */
  readonly lanes: LaneSelection;
  readonly beatEveryMs: Millis;
  readonly revokeAfterMs: Millis;
  readonly reapEveryMs: Millis;
  /** From this many crashes on a key is parked as poison. */
  readonly poisonAt: number;
  /** How stale the lanes' configuration may be, and how often an idle worker looks for due work. */
  readonly lookEveryMs: Millis;
  /** Outcomes written in one transaction, and how long the first of them waits for the others. */
  readonly settleBatch: number;
  readonly settleWithinMs: Millis;
  /** How long after its time-out an attempt may take to come to its end before its answer counts as lost. */
  readonly graceMs: Millis;
  /** The shortest time between two re-drives of a lane that was not closed in between. */
  readonly redriveEveryMs: Millis;
  /** How long a worker that was woken waits for more slots to become free before it claims. */
  readonly claimWithinMs: Millis;
  /** Outcomes not yet written beyond which nothing is claimed. */
  readonly maxUnsettled: number;
  /** How long claiming waits for the rate limiter, and how long one that failed is left alone. */
  readonly limiterTimeoutMs: Millis;
  readonly limiterRestMs: Millis;
}

export const defaultWorkerOptions: WorkerOptions = {
  exclusive: false,
  lanes: everyLane,
  beatEveryMs: 5_000,
  revokeAfterMs: 20_000,
  reapEveryMs: 5_000,
  poisonAt: 3,
  lookEveryMs: 1_000,
  settleBatch: 64,
  settleWithinMs: 5,
  graceMs: 1_000,
  redriveEveryMs: 60_000,
  claimWithinMs: 2,
  maxUnsettled: 1_024,
  limiterTimeoutMs: 100,
  limiterRestMs: 3_000,
};

/** What a worker has done and is doing. */
export interface WorkerStats {
  readonly session: SessionId | null;
  /** Claimed keys under way. */
  readonly inFlight: number;
  /** Outcomes not yet written. */
  readonly unsettled: number;
  readonly claimed: number;
  readonly settled: number;
  /** Outcomes whose claims had been taken over. */
  readonly late: number;
  /** The lanes that this worker serves. */
  readonly lanes: readonly {
    readonly lane: LaneId;
    readonly tenant: string;
    readonly name: string;
    readonly timeoutMs: Millis;
    readonly callsUnderWay: number;
    /** How many more it would start now; 0 while the lane is paused or tried by single probes. */
    readonly callsFree: number;
  }[];
}
