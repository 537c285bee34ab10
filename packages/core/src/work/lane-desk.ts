import type { Millis } from '../ports/instant.ts';
import { emptyWindow, noteOutcome, openForMs, shouldOpen, type OutcomeWindow } from './breaker.ts';
import type { WorkClass } from './claim.ts';
import type { LaneClosing } from './decide-settlement.ts';
import type { Lane } from './lane.ts';
import type { Outcome } from './outcome.ts';
import { shareOfConcurrency } from './slots.ts';
import type { Standing } from './standing.ts';
import { fullBucket, refilled, shareOfRate, spent, untilTokenMs, type TokenBucket } from './token-bucket.ts';

/** What the limiter of all workers has granted a lane. */
export interface Allowance {
  /** Calls that may still start; negative when more were started than it knew of. */
  tokens: number;
  /** Monotonic time from which on it may grant more. */
  askAt: Millis;
}

/** What one worker knows of one lane. */
export interface LaneDesk {
  lane: Lane;
  /** Calls to the handler under way. */
  calls: number;
  /** Something may be due. */
  due: boolean;
  /** Classes that had more than they were given. */
  hungry: ReadonlySet<WorkClass>;
  /** Counts claims, for the rotation of scarce slots. */
  turn: number;
  /** Crashed keys are about: the lane runs empty, then takes one key at a time. */
  alone: boolean;
  /** This worker's share of the rate; null when it is full, or is not what counts. */
  bucket: TokenBucket | null;
  /** Null where there is no limiter, or it does not answer: then the share counts. */
  allowance: Allowance | null;
  window: OutcomeWindow;
  /** Calls at once while the lane warms up after a closing; `Infinity` once it is warm. */
  ramp: number;
  rampSuccesses: number;
  /** Closings on their way to the store; until they are there nothing is claimed. */
  closings: number;
  probing: boolean;
  probeNotBefore: Millis;
  /**
   * Exhausted keys are to be made due again: the target has taken something, or the lane was opened, since they last were. Whoever gave them
   * up, and whether anybody did, only the store knows.
   */
  redriveOwed: boolean;
  redrivenAt: Millis;
}

export const openDesk = (lane: Lane): LaneDesk => ({
  lane,
  calls: 0,
  due: true,
  hungry: new Set(),
  turn: 0,
  alone: false,
  bucket: null,
  allowance: null,
  window: emptyWindow,
  ramp: lane.trips > 0 ? 1 : Infinity,
  rampSuccesses: 0,
  closings: 0,
  probing: false,
  probeNotBefore: -Infinity,
  redriveOwed: false,
  redrivenAt: -Infinity,
});

/** Takes in what the store says of the lane now. A lane that has been closed since starts slowly. */
export const updateDesk = (desk: LaneDesk, lane: Lane): void => {
  if (lane.closedUntil > desk.lane.closedUntil || lane.trips > desk.lane.trips) warmUp(desk);
  if (lane.configVersion !== desk.lane.configVersion) {
    desk.bucket = null;
    desk.allowance = null;
  }
  // Whoever found out may be gone before it has done anything about it.
  if (lane.trips === 0 && desk.lane.trips > 0) oweRedriveNow(desk);
  if (lane.closedUntil !== desk.lane.closedUntil || lane.paused !== desk.lane.paused) desk.due = true;
  desk.lane = lane;
};

const warmUp = (desk: LaneDesk): void => {
  desk.ramp = 1;
  desk.rampSuccesses = 0;
};

export const isHalfOpen = (desk: LaneDesk): boolean => desk.lane.trips > 0;

/** How many calls may start now. */
export const freeCalls = (desk: LaneDesk, standing: Standing, now: Millis): number =>
  Math.max(0, Math.min(freeSlots(desk, standing), tokensLeft(desk, standing, now)));

/** How many calls may start now, or might if the limiter grants them. */
export const possibleCalls = (desk: LaneDesk, standing: Standing, now: Millis): number =>
  desk.lane.config.rate !== null && desk.allowance !== null && now >= desk.allowance.askAt
    ? freeSlots(desk, standing)
    : freeCalls(desk, standing, now);

const freeSlots = (desk: LaneDesk, standing: Standing): number => {
  if (desk.lane.paused || desk.closings > 0 || isHalfOpen(desk)) return 0;
  if (desk.alone) return desk.calls > 0 ? 0 : 1;
  return Math.max(0, Math.min(shareOfConcurrency(desk.lane.config, standing), desk.ramp) - desk.calls);
};

const tokensLeft = (desk: LaneDesk, standing: Standing, now: Millis): number => {
  if (desk.lane.config.rate === null) return Infinity;
  if (desk.allowance !== null) return desk.allowance.tokens;
  const rate = shareOfRate(desk.lane.config.rate, standing.alive);
  desk.bucket = refilled(desk.bucket ?? fullBucket(rate, now), rate, now);
  return Math.floor(desk.bucket.tokens);
};

/** How long until a call may start as far as the rate goes. */
export const untilRateAllowsMs = (desk: LaneDesk, standing: Standing, now: Millis): Millis => {
  if (desk.lane.config.rate === null) return 0;
  if (desk.allowance !== null) return desk.allowance.tokens >= 1 ? 0 : Math.max(0, desk.allowance.askAt - now);
  return desk.bucket === null ? 0 : untilTokenMs(desk.bucket, shareOfRate(desk.lane.config.rate, standing.alive));
};

export const startCall = (desk: LaneDesk): void => {
  desk.calls += 1;
  if (desk.allowance !== null) desk.allowance.tokens -= 1;
  else if (desk.bucket !== null) desk.bucket = spent(desk.bucket, 1);
};

/** What an outcome says about the lane's health: null says nothing. */
export const isHealthy = (outcome: Outcome): boolean | null => {
  switch (outcome.kind) {
    case 'failed':
    case 'unknown':
      return false;
    case 'done':
    case 'refused':
    case 'undecidable':
      return true;
    case 'deferred':
    case 'credentials':
      return null;
  }
};

/** Takes note of an outcome; answers the closing that follows when the breaker opens. */
export const noteAtDesk = (desk: LaneDesk, healthy: boolean, now: Millis): LaneClosing | null => {
  const policy = desk.lane.config.breaker;
  desk.window = noteOutcome(desk.window, policy, now, !healthy);
  if (healthy) {
    growRamp(desk);
    return null;
  }
  // A half-open lane is its probe's to judge, not stragglers'.
  if (isHalfOpen(desk) || desk.closings > 0 || !shouldOpen(desk.window, policy, now)) return null;
  return tripDesk(desk);
};

/** The closing for a breaker that opens now. */
export const tripDesk = (desk: LaneDesk): LaneClosing => {
  desk.window = emptyWindow;
  return { forMs: openForMs(desk.lane.config.breaker, desk.lane.trips), reason: 'breaker', trip: true };
};

const growRamp = (desk: LaneDesk): void => {
  if (desk.ramp === Infinity) return;
  desk.rampSuccesses += 1;
  if (desk.rampSuccesses < desk.ramp) return;
  desk.rampSuccesses = 0;
  desk.ramp = desk.ramp * 2 >= desk.lane.config.concurrency ? Infinity : desk.ramp * 2;
};

/** The lane has recovered: slow start. */
export const reopenDesk = (desk: LaneDesk): void => {
  desk.lane = { ...desk.lane, trips: 0, closedReason: null };
  desk.window = emptyWindow;
  desk.due = true;
  warmUp(desk);
};

/** Whatever was given up is tried again, however short ago it was last. */
export const oweRedriveNow = (desk: LaneDesk): void => {
  desk.redriveOwed = true;
  desk.redrivenAt = -Infinity;
};
