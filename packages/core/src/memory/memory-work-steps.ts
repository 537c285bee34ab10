import type { Instant, Millis } from '../ports/instant.ts';
import { workClasses, type ScheduleItem, type Settlement, type WorkClass } from '../work/claim.ts';
import type { WorkRow } from './memory-work-rows.ts';

/** The row of a key that had none. */
export const scheduled = (item: ScheduleItem, now: Instant): WorkRow => ({
  lane: item.lane,
  key: item.key,
  class: item.class,
  dueAt: now + item.delayMs,
  notBefore: -Infinity,
  failingSince: null,
  failingStoppedMs: 0,
  generation: 1,
  attempts: 0,
  uncertainSince: item.uncertain ? now : null,
  crashes: 0,
  parked: null,
  claim: null,
  trace: item.trace ?? null,
  cause: null,
  failedAt: null,
});

/** A row whose key is scheduled once more. */
export const rescheduled = (row: WorkRow, item: ScheduleItem, now: Instant): WorkRow => ({
  ...row,
  generation: row.generation + 1,
  attempts: 0,
  failingSince: null,
  parked: null,
  class: workClasses.indexOf(item.class) < workClasses.indexOf(row.class) ? item.class : row.class,
  uncertainSince: item.uncertain ? now : row.uncertainSince,
  dueAt: row.claim === null ? Math.max(row.notBefore, earliestDue(row, item, now)) : row.dueAt,
  trace: item.trace ?? row.trace,
});

/** A row that is to be tried now, whatever became of it before. */
export const hastened = (row: WorkRow, workClass: WorkClass, now: Instant): WorkRow => ({
  ...row,
  generation: row.generation + 1,
  attempts: 0,
  failingSince: null,
  parked: null,
  class: workClass,
  notBefore: -Infinity,
  dueAt: now,
});

/** A row that stays after its claim ended. `stopped` is the lane's total of stopped time. */
export const settled = (row: WorkRow, item: Settlement, moved: boolean, now: Instant, stopped: Millis): WorkRow => {
  const until = item.delayMs === null ? null : now + item.delayMs;
  const fresh = moved || item.verdict === 'again';
  const parked = item.verdict === 'park' && !moved ? item.parked : null;
  const beginsToFail = item.counted && row.failingSince === null;
  return {
    ...row,
    claim: null,
    crashes: item.verdict === 'release' ? row.crashes : 0,
    uncertainSince: uncertainSince(row, item, moved, now),
    attempts: fresh ? 0 : row.attempts + (item.counted ? 1 : 0),
    failingSince: fresh ? null : beginsToFail ? now : row.failingSince,
    failingStoppedMs: beginsToFail ? stopped : row.failingStoppedMs,
    class: fresh ? row.class : classAfter(row.class, item.counted),
    parked,
    cause: item.cause ?? row.cause,
    failedAt: item.cause == null ? row.failedAt : now,
    notBefore: until ?? row.notBefore,
    dueAt: parked !== null ? Infinity : fresh ? (until ?? now) : (until ?? row.dueAt),
  };
};

/** A key that becomes more urgent queues behind those that are of its new class already. */
const earliestDue = (row: WorkRow, item: ScheduleItem, now: Instant): Instant => {
  const earliest = Math.min(row.dueAt, now + item.delayMs);
  return workClasses.indexOf(item.class) < workClasses.indexOf(row.class) ? Math.max(now, earliest) : earliest;
};

const classAfter = (before: WorkClass, counted: boolean): WorkClass =>
  counted && before === 'live' ? 'retry' : before;

const uncertainSince = (row: WorkRow, item: Settlement, moved: boolean, now: Instant): Instant | null => {
  if (item.uncertain) return item.counted || row.uncertainSince === null ? now : row.uncertainSince;
  return moved ? row.uncertainSince : null;
};
