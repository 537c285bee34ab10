import type { Instant } from '../ports/instant.ts';
import type { LaneId } from './lane.ts';
import type { ParkReason } from './outcome.ts';

/** `failing`: tried in vain and to be tried again. All others wait for a person, or for the target to recover. */
export type TroubledStanding = ParkReason | 'failing';

/** Keys of a lane that stand alike for the same cause. */
export interface TroubleGroup {
  readonly lane: LaneId;
  readonly standing: TroubledStanding;
  /** As `causeOf` tells it; empty when nothing is known. */
  readonly cause: string;
}

export interface Trouble extends TroubleGroup {
  readonly count: number;
  /** How many of them may have had an effect that is not known. */
  readonly uncertain: number;
  /** When the first and the last of them failed last; null when that is not known. */
  readonly oldest: Instant | null;
  readonly newest: Instant | null;
  /** The first of their keys. */
  readonly sample: string;
}

/** The cause of keys that are parked as `poison`. */
export const lostWorkers = 'workers were lost while they had it';
