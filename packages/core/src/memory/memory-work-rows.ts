import type { Instant, Millis } from '../ports/instant.ts';
import type { Attempt } from '../work/attempt.ts';
import type { ClaimId, SessionId, WorkClass } from '../work/claim.ts';
import type { Lane, LaneId } from '../work/lane.ts';
import type { LaneSelection } from '../work/lane-selection.ts';
import type { ParkReason } from '../work/outcome.ts';
import type { MemoryDatabase } from './memory-database.ts';
import type { MemoryTable } from './memory-table.ts';

/** A key that needs looking at. */
export interface WorkRow {
  readonly lane: LaneId;
  readonly key: string;
  readonly class: WorkClass;
  /** `Infinity`: parked. */
  readonly dueAt: Instant;
  readonly notBefore: Instant;
  readonly failingSince: Instant | null;
  /** The lane's total of stopped time when failing began. */
  readonly failingStoppedMs: Millis;
  readonly generation: number;
  readonly attempts: number;
  readonly uncertainSince: Instant | null;
  readonly crashes: number;
  readonly parked: ParkReason | null;
  readonly claim: HeldClaim | null;
  readonly trace: string | null;
  /** What went wrong last, and when. */
  readonly cause: string | null;
  readonly failedAt: Instant | null;
}

export interface HeldClaim {
  readonly id: ClaimId;
  readonly generation: number;
  readonly session: SessionId;
  readonly at: Instant;
}

export interface LaneRow {
  readonly lane: Lane;
  readonly probeUntil: Instant;
  /** Time spent closed or paused before `stoppedFrom`. */
  readonly stoppedMs: Millis;
  /** When the present or latest stop began; null when there is none to count. */
  readonly stoppedFrom: Instant | null;
}

export interface SessionRow {
  readonly id: SessionId;
  readonly lanes: LaneSelection;
  readonly beatAt: Instant;
  readonly revoked: boolean;
}

export const workTable = (database: MemoryDatabase): MemoryTable<WorkRow> => database.table('work');
export const laneTable = (database: MemoryDatabase): MemoryTable<LaneRow> => database.table('lane');
export const sessionTable = (database: MemoryDatabase): MemoryTable<SessionRow> => database.table('session');
export const attemptTable = (database: MemoryDatabase): MemoryTable<Attempt> => database.table('attempt');

export const workRowKey = (lane: LaneId, key: string): string => `${lane} ${key}`;

/** How long a lane has stood closed or paused, up to now. */
export const stoppedMs = (row: LaneRow | undefined, now: Instant): Millis => {
  if (row === undefined) return 0;
  if (row.stoppedFrom === null) return row.stoppedMs;
  const end = row.lane.paused ? now : Math.min(now, row.lane.closedUntil);
  return row.stoppedMs + Math.max(0, end - row.stoppedFrom);
};
