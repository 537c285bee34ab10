import type { Instant, Millis } from '../ports/instant.ts';
import type { LaneId } from './lane.ts';
import type { ParkReason } from './outcome.ts';

/** `live` comes from a change, `retry` has failed at least once, `bulk` is re-push and sweep. Each has a minimum share. */
export type WorkClass = 'live' | 'retry' | 'bulk';

export const workClasses: readonly WorkClass[] = ['live', 'retry', 'bulk'];

/** The id of a claim, and of its attempt. */
export type ClaimId = number;

/** The id of a worker session. */
export type SessionId = number;

/** The exclusive right to attempt one key once. */
export interface Claim {
  readonly id: ClaimId;
  readonly lane: LaneId;
  readonly key: string;
  readonly class: WorkClass;
  readonly generation: number;
  /** Counted failures of this generation so far. */
  readonly attempts: number;
  /** An earlier request may have had an effect that we do not know of. */
  readonly uncertain: boolean;
  /** How many claims of this key were lost with their worker since it last settled. */
  readonly crashes: number;
  /** The store's time of this claim. */
  readonly claimedAt: Instant;
  /** How long this generation has been failing, closed times left out; 0 before its first failure. */
  readonly failingForMs: Millis;
  /**
   * How long ago a request may last have left whose effect is not known; null when the key is not uncertain. Counts from the
   * latest takeover, schedule as uncertain, or counted settlement that left the key uncertain.
   */
  readonly uncertainForMs: Millis | null;
  /** W3C `traceparent` of what had the key scheduled, or of the attempt once there is one; null when nothing is traced. */
  readonly trace: string | null;
}

/** A key that needs looking at. */
export interface ScheduleItem {
  readonly lane: LaneId;
  readonly key: string;
  readonly class: WorkClass;
  /** Not before this long from now; 0 is at once. */
  readonly delayMs: Millis;
  /** Marks the key as uncertain; never clears the mark. */
  readonly uncertain: boolean;
  /** W3C `traceparent` of what has it scheduled; none leaves the row's as it is. */
  readonly trace?: string | null;
}

/** How a claim ends, as the kernel decided it. */
export interface Settlement {
  readonly claim: ClaimId;
  readonly lane: LaneId;
  readonly key: string;
  /**
   * `done` removes the row, `retry` and `release` keep it, `again` makes it due at once as a fresh generation would be. All but
   * `release` forget earlier crashes.
   */
  readonly verdict: 'done' | 'again' | 'retry' | 'release' | 'park';
  readonly parked: ParkReason | null;
  /** Whether this was a counted failure. */
  readonly counted: boolean;
  /** Whether the key is uncertain after this attempt. */
  readonly uncertain: boolean;
  /** Due this long from now, and not sooner by whatever schedule; null keeps the row's own time. */
  readonly delayMs: Millis | null;
  /** What went wrong, as `causeOf` tells it; absent or null keeps what the row says. */
  readonly cause?: string | null;
}

/** What settling found: only claims that were still valid appear. */
export interface Settled {
  readonly claim: ClaimId;
  readonly lane: LaneId;
  readonly key: string;
  /** The generation moved during the attempt: the key is due again whatever the verdict. */
  readonly moved: boolean;
}

/** How a key stands, for people. */
export interface WorkState {
  readonly lane: LaneId;
  readonly key: string;
  readonly class: WorkClass;
  /** Null when parked. */
  readonly dueAt: Instant | null;
  readonly generation: number;
  readonly attempts: number;
  readonly uncertain: boolean;
  readonly crashes: number;
  readonly parked: ParkReason | null;
  readonly claimed: boolean;
}
