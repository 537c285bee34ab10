import type { Instant, Millis } from '../ports/instant.ts';

/**
 * An engine that is asked, instead of telling by itself: its database, or an API of it (seed: DataTableSync). It can be asked for what has
 * changed (`poll`), for everything that is open (`sweep`, the third level), or for both.
 */
export interface Source {
  readonly tenant: string;
  /** 1 to 63 characters of `[a-z0-9-]`, unique in the tenant; never changes. */
  readonly code: string;
  readonly kind: string;
  readonly name: string;
  readonly enabled: boolean;
  /** The kind's own. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Sealed, by name of the setting. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly poll: PollSettings | null;
  readonly sweep: SourceSweepSettings | null;
  /** The processes that this engine runs; null: all there are. A sweep closes nothing of others. At most 200. */
  readonly processIds: readonly string[] | null;
  /** Grows by one with each change. */
  readonly revision: number;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

export interface PollSettings {
  /** How long after a round the next one follows; 1 s to 1 day. */
  readonly everyMs: Millis;
  /**
   * How far a round looks back before the last change it saw, for changes that were written late or by a slower clock; 0 to 1 day. What is
   * seen again changes nothing.
   */
  readonly overlapMs: Millis;
  /** Rows a question asks for; 10 to 5,000. */
  readonly batch: number;
}

export interface SourceSweepSettings {
  /** 1 minute to 30 days. */
  readonly everyMs: Millis;
  /** What becomes of tasks that are open here and not there. */
  readonly missing: 'completed' | 'aborted';
  /** Rows a question asks for; 10 to 5,000. */
  readonly batch: number;
}

export const defaultPoll: PollSettings = { everyMs: 10_000, overlapMs: 60_000, batch: 500 };
export const defaultSourceSweep: SourceSweepSettings = { everyMs: 86_400_000, missing: 'completed', batch: 500 };
