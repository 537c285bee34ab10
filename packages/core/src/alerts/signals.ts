import type { Millis } from '../ports/instant.ts';

/** A lane as rules look at it. */
export interface LaneSignal {
  readonly name: string;
  /** How often its breaker has opened in a row; 0 when it is closed. */
  readonly trips: number;
  /** It is closed because its target rejects our credentials. */
  readonly credentialsRejected: boolean;
  /** Keys that are due, wait for later or are under way. */
  readonly waiting: number;
  readonly parked: number;
  readonly oldestDueMs: Millis | null;
  /** Attempts since the last look. */
  readonly succeeded: number;
  readonly failed: number;
}

/** The latest sweep of a platform at one level. */
export interface SweepSignal {
  readonly platform: string;
  readonly level: number;
  /** How much it found that was not as it should be. */
  readonly found: number;
}

/** The jobs of a kind and a subject. */
export interface JobSignal {
  readonly kind: string;
  readonly subject: string | null;
  /** Why the latest one that ended failed; null when it did not. */
  readonly failure: string | null;
  /** One that should be running shows no sign of life. */
  readonly silent: boolean;
}

/** What there is to judge of a tenant. */
export interface AlertSignals {
  readonly lanes: readonly LaneSignal[];
  readonly sweeps: readonly SweepSignal[];
  readonly jobs: readonly JobSignal[];
}
