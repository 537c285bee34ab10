import type { Millis } from '../ports/instant.ts';
import type { Lane } from './lane.ts';
import type { AttemptOutcome } from './outcome.ts';

/** Hears what a worker does, for metrics. Called in the midst of work: must be quick and must not throw. */
export interface WorkObserver {
  /** Keys were claimed in a lane. */
  claimed(lane: Lane, keys: number): void;
  /** An attempt has been written. `late`: its claim had been taken over meanwhile. */
  attempted(lane: Lane, outcome: AttemptOutcome, durationMs: Millis, late: boolean): void;
}
