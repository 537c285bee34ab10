import type { ResultAsync } from 'neverthrow';
import type { Instant, Millis } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Attempt } from './attempt.ts';
import type { Trouble, TroubleGroup } from './trouble.ts';
import type { Claim, ClaimId, ScheduleItem, SessionId, Settled, Settlement, WorkClass, WorkState } from './claim.ts';
import type { ClosedReason, Lane, LaneConfig, LaneDepth, LaneId, LaneRef } from './lane.ts';
import type { LaneSelection } from './lane-selection.ts';
import type { AttemptOutcome, ParkReason } from './outcome.ts';

/** How many keys of a lane and class a worker can start now. */
export interface Want {
  readonly lane: LaneId;
  readonly class: WorkClass;
  readonly count: number;
}

/** A key whose worker was lost; its `interrupted` attempt has been written. */
export interface Reaped {
  readonly lane: LaneId;
  readonly key: string;
  readonly claim: ClaimId;
  readonly crashes: number;
  /** It was parked as `poison` by this takeover. */
  readonly parked: boolean;
}

/** The work rows. All times are the store's; every method is one atomic step of the surrounding transaction. */
export interface WorkQueue {
  /**
   * Says that keys need looking at: bumps the generation, resets attempts and parking, never makes a key due before its
   * back-off ends, keeps an existing mark of uncertainty, and a trace unless there is another. The same key twice in one call counts
   * once; of several traces one stays. A key that becomes more urgent queues behind those of its new class that are due already.
   */
  schedule(items: readonly ScheduleItem[]): ResultAsync<void, StoreFailure>;
  /**
   * Claims what is due, at most `count` keys a want, oldest first, for a session that is not revoked, from lanes that are
   * neither paused nor closed. Rows that another transaction holds are passed over.
   */
  claim(session: SessionId, wants: readonly Want[]): ResultAsync<readonly Claim[], StoreFailure>;
  /** Ends claims; see `Settlement`. Claims that are no longer valid are left out of the answer and change nothing. */
  settle(items: readonly Settlement[]): ResultAsync<readonly Settled[], StoreFailure>;
  /**
   * How long until the next unclaimed, unparked row of these lanes can be claimed: 0 when some can be now, null when there is
   * none. Rows of a closed lane count from its reopening, those of a paused one not at all.
   */
  nextDueInMs(lanes: readonly LaneId[]): ResultAsync<Millis | null, StoreFailure>;
  /**
   * Makes keys that are parked for one of these reasons due again, as a fresh generation of this class; answers how many. Back-off
   * and marks of uncertainty stay. `limit` at most 10,000.
   */
  redrive(
    lane: LaneId,
    reasons: readonly ParkReason[],
    workClass: WorkClass,
    limit: number,
  ): ResultAsync<number, StoreFailure>;
  /** Ends a key's work without an attempt, when its claim is free; answers whether a row was removed. By hand only. */
  forget(lane: LaneId, key: string): ResultAsync<boolean, StoreFailure>;
  find(
    keys: readonly { readonly lane: LaneId; readonly key: string }[],
  ): ResultAsync<readonly WorkState[], StoreFailure>;
  depths(lanes: readonly LaneId[]): ResultAsync<readonly LaneDepth[], StoreFailure>;
  /** Keys of these lanes that are parked or failing, put together by lane, standing and cause; the largest groups first, at most `limit` (1 to 1,000). */
  troubles(lanes: readonly LaneId[], limit: number): ResultAsync<readonly Trouble[], StoreFailure>;
  /** The keys of one of those groups, by key; `limit` 1 to 10,000. */
  troubled(group: TroubleGroup, afterKey: string | null, limit: number): ResultAsync<readonly string[], StoreFailure>;
  /**
   * Makes these keys due at once as a fresh generation of this class, whatever their back-off or parking; marks of uncertainty stay. Keys
   * without a row, and those that are being attempted, are left alone; answers how many were not.
   */
  hasten(lane: LaneId, keys: readonly string[], workClass: WorkClass): ResultAsync<number, StoreFailure>;
}

/** A session that is not revoked. */
export interface LivingSession {
  readonly id: SessionId;
  readonly lanes: LaneSelection;
}

/** Worker sessions: who may hold claims. */
export interface Sessions {
  /** Begins a session of a worker that serves these lanes. */
  open(lanes: LaneSelection): ResultAsync<SessionId, StoreFailure>;
  /** Shows a sign of life; answers false when the session has been revoked: its claims are no longer its own. */
  beat(session: SessionId): ResultAsync<boolean, StoreFailure>;
  /** Ends a session. One that still holds claims is revoked, so that they are taken over. */
  close(session: SessionId): ResultAsync<void, StoreFailure>;
  /** The sessions that are not revoked, oldest first; limits are divided among those that serve a lane. */
  living(): ResultAsync<readonly LivingSession[], StoreFailure>;
  /**
   * Revokes sessions without a sign of life for `staleAfterMs` (0: every session but `except`); answers their ids.
   * Run it in a transaction of its own, before `takeOver`.
   */
  revokeStale(staleAfterMs: Millis, except: SessionId | null): ResultAsync<readonly SessionId[], StoreFailure>;
  /**
   * Takes claims of revoked sessions away: writes their `interrupted` attempts, marks the keys uncertain, counts a crash, and
   * makes them due, or parks them as `poison` from the `poisonAt`th crash on unless their generation moved. At most `limit` keys.
   */
  takeOver(poisonAt: number, limit: number): ResultAsync<readonly Reaped[], StoreFailure>;
}

/** The lanes and their switches. */
export interface Lanes {
  /** Creates lanes that do not exist; answers all of them, as stored, in the order asked for. Never changes a stored configuration. */
  ensure(lanes: readonly (LaneRef & { readonly config: LaneConfig })[]): ResultAsync<readonly Lane[], StoreFailure>;
  /** Every lane, or those of one tenant, by name. */
  list(tenant: string | null): ResultAsync<readonly Lane[], StoreFailure>;
  find(lane: LaneRef): ResultAsync<Lane | null, StoreFailure>;
  configure(lane: LaneId, config: LaneConfig): ResultAsync<void, StoreFailure>;
  setPaused(lane: LaneId, paused: boolean): ResultAsync<void, StoreFailure>;
  /**
   * Closes a lane until `forMs` from now, never shortening an earlier closing, and frees its probe. `trip` counts an opening of
   * the breaker; while the lane is closed with `trips` above 0 it is not counted again. `reason` is that of the closing that ends last.
   */
  close(lane: LaneId, forMs: Millis, reason: ClosedReason, trip: boolean): ResultAsync<void, StoreFailure>;
  /** Wins the right to send the one probe of a half-open lane (open, `trips` above 0), for `forMs`; false when somebody else holds it. */
  takeProbe(lane: LaneId, forMs: Millis): ResultAsync<boolean, StoreFailure>;
  /** Opens a lane at once: closed until, reason, trips and probe are reset. */
  reopen(lane: LaneId): ResultAsync<void, StoreFailure>;
  /** Removes a lane and its work rows; claims on them are no longer valid. Its attempts stay. */
  remove(lane: LaneId): ResultAsync<void, StoreFailure>;
}

/** Which attempts to list, newest first. */
export interface AttemptFilter {
  readonly lanes: readonly LaneId[];
  readonly keys: readonly string[] | null;
  readonly outcomes: readonly AttemptOutcome[] | null;
  readonly from: Instant | null;
  readonly to: Instant | null;
}

/** A place in a list of attempts. */
export interface AttemptCursor {
  readonly claimedAt: Instant;
  readonly claim: ClaimId;
}

/** The attempt log. */
export interface AttemptLog {
  /** Writes attempts; one that exists (an `interrupted` one) is replaced by what really happened. */
  record(attempts: readonly Attempt[]): ResultAsync<void, StoreFailure>;
  /** Newest first; exchanges are empty when their own, shorter retention is over. `limit` 1 to 200. */
  list(
    filter: AttemptFilter,
    after: AttemptCursor | null,
    limit: number,
  ): ResultAsync<readonly Attempt[], StoreFailure>;
  find(claim: ClaimId): ResultAsync<Attempt | null, StoreFailure>;
  /** Prepares the coming days and drops what is older than the retentions. */
  maintain(keepAttemptsDays: number, keepExchangesDays: number): ResultAsync<void, StoreFailure>;
  /** Outcomes per lane since `from`: lane, outcome, count, and the median and 95th percentile of their durations. */
  summary(lanes: readonly LaneId[], from: Instant): ResultAsync<readonly AttemptSummary[], StoreFailure>;
}

export interface AttemptSummary {
  readonly lane: LaneId;
  readonly outcome: AttemptOutcome;
  readonly count: number;
  readonly medianMs: Millis;
  readonly p95Ms: Millis;
}

/** The kernel's stores in one transaction. */
export interface WorkStores {
  readonly work: WorkQueue;
  readonly sessions: Sessions;
  readonly lanes: Lanes;
  readonly attempts: AttemptLog;
}

/** A hint that keys of a lane may be due. Losing, doubling or reordering rings costs latency only. */
export interface Ring {
  readonly lane: LaneId;
  readonly keys: readonly string[];
}

/** Rings from whoever scheduled, to whoever works. Never fails and never waits. */
export interface Doorbell {
  ring(rings: readonly Ring[]): void;
  /** Hears rings until the answer is called. */
  listen(heard: (rings: readonly Ring[]) => void): () => void;
}
