export type { Attempt, Exchange } from './attempt.ts';
export { causeOf } from './cause.ts';
export { lostWorkers, type Trouble, type TroubledStanding, type TroubleGroup } from './trouble.ts';
export { emptyWindow, noteOutcome, openForMs, shouldOpen, type OutcomeSlice, type OutcomeWindow } from './breaker.ts';
export {
  workClasses,
  type Claim,
  type ClaimId,
  type ScheduleItem,
  type SessionId,
  type Settled,
  type Settlement,
  type WorkClass,
  type WorkState,
} from './claim.ts';
export { decideSettlement, releaseClaim, retryDelayMs, type Decision, type LaneClosing } from './decide-settlement.ts';
export { createGuardedLimiter, type GuardedLimiter, type GuardedLimiterDependencies } from './guarded-limiter.ts';
export type { AttemptContext, AttemptReport, Loaded, Park, WorkHandler } from './handler.ts';
export {
  defaultLaneConfig,
  type BreakerPolicy,
  type ClosedReason,
  type Lane,
  type LaneConfig,
  type LaneDepth,
  type LaneId,
  type LaneRef,
} from './lane.ts';
export { everyLane, servesLane, type LaneSelection } from './lane-selection.ts';
export type { AttemptOutcome, Outcome, ParkReason } from './outcome.ts';
export type {
  AttemptCursor,
  AttemptFilter,
  AttemptLog,
  AttemptSummary,
  Doorbell,
  Lanes,
  LivingSession,
  Reaped,
  Ring,
  Sessions,
  Want,
  WorkQueue,
  WorkStores,
} from './ports.ts';
export type { RetryPolicy } from './retry-policy.ts';
export { standingIn, type Standing } from './standing.ts';
export type { WorkObserver } from './work-observer.ts';
export { createWorker, type Worker } from './worker.ts';
export {
  defaultWorkerOptions,
  type WorkerDependencies,
  type WorkerOptions,
  type WorkerStats,
  type WorkHandlers,
  type WorkLog,
} from './worker-options.ts';
export { plainReport } from './attempt-runner.ts';
export { compareCodePoints } from './code-point-order.ts';
