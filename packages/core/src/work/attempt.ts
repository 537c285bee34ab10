import type { Instant, Millis } from '../ports/instant.ts';
import type { ClaimId, SessionId } from './claim.ts';
import type { LaneId } from './lane.ts';
import type { AttemptOutcome } from './outcome.ts';

/** One request and its answer, secrets redacted, bodies cut at 20,000 characters. */
export interface Exchange {
  readonly purpose: 'push' | 'token' | 'read-back' | 'test';
  /** Milliseconds after the attempt began. */
  readonly atMs: Millis;
  readonly durationMs: Millis;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  };
  /** Null when no answer came. */
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  } | null;
  /** What went wrong on the way, null when an answer came. */
  readonly error: string | null;
}

/** One line of the attempt log. Every claim that was attempted or abandoned has exactly one. */
export interface Attempt {
  readonly claim: ClaimId;
  readonly lane: LaneId;
  readonly key: string;
  readonly session: SessionId;
  readonly claimedAt: Instant;
  readonly outcome: AttemptOutcome;
  /** In words, for people; null when there is nothing to add. */
  readonly reason: string | null;
  /** What was asked of the target, for example `create`; null when nothing was sent. */
  readonly operation: string | null;
  /** The version of the desired state that was sent. */
  readonly version: number | null;
  readonly durationMs: Millis;
  readonly exchanges: readonly Exchange[];
}
