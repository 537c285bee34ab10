import type { SessionId } from './claim.ts';
import { servesLane } from './lane-selection.ts';
import type { LivingSession } from './ports.ts';

/** A session's place among those that are alive and serve a lane, itself included. */
export interface Standing {
  /** How many there are; at least 1. */
  readonly alive: number;
  /** How many of them are older: 0 to `alive` - 1. Whole limits leave their remainder to the first. */
  readonly rank: number;
}

/**
 * How a session stands in a lane that it serves. One that is not among the living counts itself as if it were. A worker that does not
 * serve the lane has no part in its limits.
 */
export const standingIn = (living: readonly LivingSession[], session: SessionId, lane: string): Standing => {
  const others = living.filter(({ id, lanes }) => id !== session && servesLane(lanes, lane));
  return { alive: others.length + 1, rank: others.filter(({ id }) => id < session).length };
};
