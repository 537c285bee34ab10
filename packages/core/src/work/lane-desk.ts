import type { Millis } from '../ports/instant.ts';
import { emptyWindow, noteOutcome, openForMs, shouldOpen, type OutcomeWindow } from './breaker.ts';
import type { WorkClass } from './claim.ts';
import type { LaneClosing } from './decide-settlement.ts';
import type { Lane } from './lane.ts';
import type { Outcome } from './outcome.ts';
import type { Standing } from './ports.ts';
import { shareOfConcurrency } from './slots.ts';
import { fullBucket, refilled, shareOfRate, spent, untilTokenMs, type TokenBucket } from './token-bucket.ts';

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
  bucket: TokenBucket | null;
  window: OutcomeWindow;
  /** Calls at once while the lane warms up after a closing; `Infinity` once it is warm. */
  ramp: number;
  rampSuccesses: number;
  /** Closings on their way to the store; until they are there nothing is claimed. */
  closings: number;
  probing: boolean;
  probeNotBefore: Millis;
  /** A failure has been seen since the last success. At the start nobody knows, so the first success counts as a recovery. */
  failing: boolean;
  /** Exhausted keys are to be made due again. */
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
  window: emptyWindow,
  ramp: lane.trips > 0 ? 1 : Infinity,
  rampSuccesses: 0,
  closings: 0,
  probing: false,
  probeNotBefore: -Infinity,
  failing: true,
  redriveOwed: false,
  redrivenAt: -Infinity,
});

/** Takes in what the store says of the lane now. A lane that has been closed since starts slowly. */
export const updateDesk = (desk: LaneDesk, lane: Lane): void => {
  if (lane.closedUntil > desk.lane.closedUntil || lane.trips > desk.lane.trips) warmUp(desk);
  if (lane.configVersion !== desk.lane.configVersion) desk.bucket = null;
  if (lane.closedUntil !== desk.lane.closedUntil || lane.paused !== desk.lane.paused) desk.due = true;
  desk.lane = lane;
};

const warmUp = (desk: LaneDesk): void => {
  desk.ramp = 1;
  desk.rampSuccesses = 0;
};

export const isHalfOpen = (desk: LaneDesk): boolean => desk.lane.trips > 0;

/** How many calls may start now. */
export const freeCalls = (desk: LaneDesk, standing: Standing, now: Millis): number => {
  if (desk.lane.paused || desk.closings > 0 || isHalfOpen(desk)) return 0;
  if (desk.alone) return desk.calls > 0 ? 0 : Math.min(1, tokensLeft(desk, standing, now));
  const limit = Math.min(shareOfConcurrency(desk.lane.config, standing), desk.ramp);
  return Math.max(0, Math.min(limit - desk.calls, tokensLeft(desk, standing, now)));
};

const tokensLeft = (desk: LaneDesk, standing: Standing, now: Millis): number => {
  if (desk.lane.config.rate === null) return Infinity;
  const rate = shareOfRate(desk.lane.config.rate, standing.alive);
  desk.bucket = refilled(desk.bucket ?? fullBucket(rate, now), rate, now);
  return Math.floor(desk.bucket.tokens);
};

/** How long until a call may start as far as the rate goes. */
export const untilRateAllowsMs = (desk: LaneDesk, standing: Standing): Millis =>
  desk.lane.config.rate === null || desk.bucket === null
    ? 0
    : untilTokenMs(desk.bucket, shareOfRate(desk.lane.config.rate, standing.alive));

export const startCall = (desk: LaneDesk): void => {
  desk.calls += 1;
  if (desk.bucket !== null) desk.bucket = spent(desk.bucket, 1);
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
    if (desk.failing) desk.redriveOwed = true;
    desk.failing = false;
    growRamp(desk);
    return null;
  }
  desk.failing = true;
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

/** The lane has recovered: slow start, and whatever was given up is tried again. */
export const reopenDesk = (desk: LaneDesk): void => {
  desk.lane = { ...desk.lane, trips: 0, closedReason: null };
  desk.window = emptyWindow;
  desk.failing = false;
  desk.redriveOwed = true;
  desk.redrivenAt = -Infinity;
  desk.due = true;
  warmUp(desk);
};
