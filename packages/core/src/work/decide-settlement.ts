import type { Millis } from '../ports/instant.ts';
import type { Random } from '../ports/random.ts';
import { causeOf } from './cause.ts';
import type { Claim, Settlement } from './claim.ts';
import type { ClosedReason, LaneConfig } from './lane.ts';
import type { Outcome, ParkReason } from './outcome.ts';
import type { RetryPolicy } from './retry-policy.ts';

/** What an outcome does to its lane. */
export interface LaneClosing {
  readonly forMs: Millis;
  readonly reason: ClosedReason;
  readonly trip: boolean;
}

/** What follows from an outcome. */
export interface Decision {
  readonly settlement: Settlement;
  /** Null leaves the lane as it is. */
  readonly closing: LaneClosing | null;
}

/**
 * Decides how a claim ends. `done` alone clears uncertainty and `unknown` sets it; all other outcomes say nothing about
 * earlier requests and keep it.
 */
export const decideSettlement = (claim: Claim, outcome: Outcome, config: LaneConfig, random: Random): Decision => {
  const kept = {
    claim: claim.id,
    lane: claim.lane,
    key: claim.key,
    parked: null,
    counted: false,
    uncertain: claim.uncertain,
    delayMs: null,
    cause: 'reason' in outcome && outcome.kind !== 'deferred' ? causeOf(outcome.reason) : null,
  };
  const stay = (part: Partial<Settlement>, closing: LaneClosing | null = null): Decision => ({
    settlement: { ...kept, verdict: 'retry', ...part },
    closing,
  });
  const park = (parked: ParkReason, part: Partial<Settlement> = {}): Decision =>
    stay({ verdict: 'park', parked, ...part });
  const fail = (uncertain: boolean, retryAfterMs: Millis | null): Decision =>
    isExhausted(claim, config.retry)
      ? park('exhausted', { counted: true, uncertain })
      : stay({ counted: true, uncertain, delayMs: retryDelayMs(config.retry, claim.attempts, retryAfterMs, random) });
  switch (outcome.kind) {
    case 'done':
      return stay({ verdict: outcome.more ? 'again' : 'done', uncertain: false });
    case 'deferred':
      return outcome.scope === 'key'
        ? stay({ delayMs: outcome.forMs })
        : stay({}, { forMs: outcome.forMs, reason: 'throttled', trip: false });
    case 'failed':
      return fail(claim.uncertain, outcome.retryAfterMs);
    case 'unknown':
      return fail(true, null);
    case 'refused':
      return park('refused');
    case 'undecidable':
      return park('undecidable', { uncertain: true });
    case 'credentials':
      // Tripping lets a single key find out whether the credentials work again.
      return stay({}, { forMs: config.breaker.maxOpenMs, reason: 'credentials', trip: true });
  }
};

/** A claim that was not attempted: nothing about it changes. */
export const releaseClaim = (claim: Claim): Settlement => ({
  claim: claim.id,
  lane: claim.lane,
  key: claim.key,
  verdict: 'release',
  parked: null,
  counted: false,
  uncertain: claim.uncertain,
  delayMs: null,
});

/** Whether one more failure is one too many. */
const isExhausted = (claim: Claim, policy: RetryPolicy): boolean =>
  (policy.maxAttempts !== null && claim.attempts + 1 >= policy.maxAttempts) || claim.failingForMs >= policy.maxAgeMs;

/**
 * The pause after a counted failure; `attempts` is how many there were before it. Jitter only adds, up to 10 %, so that what the
 * schedule or the target asked for is never undercut.
 */
export const retryDelayMs = (
  policy: RetryPolicy,
  attempts: number,
  retryAfterMs: Millis | null,
  random: Random,
): Millis => {
  const step = policy.scheduleMs[Math.min(attempts, policy.scheduleMs.length - 1)] ?? 0;
  const pause = Math.min(Math.max(step, retryAfterMs ?? 0), policy.maxAgeMs);
  return Math.round(pause * (1 + 0.1 * random.next()));
};
