import type { Millis } from '../ports/instant.ts';
import type { BreakerPolicy } from './lane.ts';

/** Outcomes of one lane in one worker over the policy's window, in ten slices. */
export interface OutcomeWindow {
  readonly slices: readonly OutcomeSlice[];
}

export interface OutcomeSlice {
  /** The number of the slice since the monotonic clock began. */
  readonly at: number;
  readonly succeeded: number;
  readonly failed: number;
}

const sliceCount = 10;

export const emptyWindow: OutcomeWindow = { slices: [] };

/** Notes one outcome at the monotonic time `at` and forgets what has left the window. */
export const noteOutcome = (
  window: OutcomeWindow,
  policy: BreakerPolicy,
  at: Millis,
  failed: boolean,
): OutcomeWindow => {
  const slice = sliceAt(policy, at);
  const kept = window.slices.filter((other) => other.at > slice - sliceCount && other.at !== slice);
  const now = window.slices.find((other) => other.at === slice) ?? { at: slice, succeeded: 0, failed: 0 };
  const noted = failed ? { ...now, failed: now.failed + 1 } : { ...now, succeeded: now.succeeded + 1 };
  return { slices: [...kept, noted] };
};

/** Whether the share of failures says that the lane should stop trying. */
export const shouldOpen = (window: OutcomeWindow, policy: BreakerPolicy, at: Millis): boolean => {
  const slice = sliceAt(policy, at);
  let failed = 0;
  let all = 0;
  for (const other of window.slices) {
    if (other.at <= slice - sliceCount) continue;
    failed += other.failed;
    all += other.failed + other.succeeded;
  }
  return all > 0 && all >= policy.minimum && failed / all >= policy.failureShare;
};

/** How long the breaker stays open when it has opened `trips` times in a row before. */
export const openForMs = (policy: BreakerPolicy, trips: number): Millis =>
  Math.min(policy.openMs * 2 ** Math.min(trips, 30), policy.maxOpenMs);

const sliceAt = (policy: BreakerPolicy, at: Millis): number =>
  Math.floor(at / Math.max(1, policy.windowMs / sliceCount));
