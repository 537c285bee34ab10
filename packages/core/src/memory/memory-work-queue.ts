import { okAsync } from 'neverthrow';
import type { Instant } from '../ports/instant.ts';
import {
  workClasses,
  type Claim,
  type ScheduleItem,
  type Settled,
  type Settlement,
  type WorkClass,
  type WorkState,
} from '../work/claim.ts';
import type { LaneDepth, LaneId } from '../work/lane.ts';
import type { WorkQueue } from '../work/ports.ts';
import type { MemoryDatabase } from './memory-database.ts';
import { laneTable, sessionTable, stoppedMs, workRowKey, workTable, type WorkRow } from './memory-work-rows.ts';
import { hastened, rescheduled, scheduled, settled } from './memory-work-steps.ts';
import { keysInTrouble, troublesOf } from './memory-troubles.ts';

/** The work rows in memory. */
export const createMemoryWorkQueue = (database: MemoryDatabase): WorkQueue => {
  const work = workTable(database);
  const lanes = laneTable(database);
  const sessions = sessionTable(database);
  const put = (row: WorkRow): void => work.set(workRowKey(row.lane, row.key), row);
  const open = (lane: LaneId, now: Instant): boolean => {
    const row = lanes.get(String(lane));
    return row !== undefined && !row.lane.paused && row.lane.closedUntil <= now;
  };

  const claimRow = (row: WorkRow, session: number, now: Instant): Claim => {
    const id = database.nextNumber('claim');
    put({ ...row, claim: { id, generation: row.generation, session, at: now } });
    const stopped = stoppedMs(lanes.get(String(row.lane)), now) - row.failingStoppedMs;
    return {
      id,
      lane: row.lane,
      key: row.key,
      class: row.class,
      generation: row.generation,
      attempts: row.attempts,
      uncertain: row.uncertainSince !== null,
      crashes: row.crashes,
      claimedAt: now,
      failingForMs: row.failingSince === null ? 0 : Math.max(0, now - row.failingSince - stopped),
      uncertainForMs: row.uncertainSince === null ? null : Math.max(0, now - row.uncertainSince),
      trace: row.trace,
    };
  };

  const settleOne = (item: Settlement, now: Instant): Settled | null => {
    const row = work.get(workRowKey(item.lane, item.key));
    if (row === undefined || row.claim?.id !== item.claim) return null;
    const moved = row.claim.generation !== row.generation;
    if (item.verdict === 'done' && !moved) work.delete(workRowKey(item.lane, item.key));
    else put(settled(row, item, moved, now, stoppedMs(lanes.get(String(item.lane)), now)));
    return { claim: item.claim, lane: item.lane, key: item.key, moved };
  };

  return {
    schedule: (items) => {
      const now = database.now();
      for (const item of oncePerKey(items)) {
        const row = work.get(workRowKey(item.lane, item.key));
        put(row === undefined ? scheduled(item, now) : rescheduled(row, item, now));
      }
      return okAsync(undefined);
    },
    claim: (session, wants) => {
      if (sessions.get(String(session))?.revoked !== false) return okAsync([]);
      const now = database.now();
      const wanted = new Map(
        wants
          .filter((want) => want.count > 0 && open(want.lane, now))
          .map((want) => [`${want.lane} ${want.class}`, want.count]),
      );
      if (wanted.size === 0) return okAsync([]);
      const due = work
        .all()
        .filter((row) => row.claim === null && row.dueAt <= now && wanted.has(`${row.lane} ${row.class}`));
      const claims: Claim[] = [];
      for (const row of due.sort((a, b) => a.dueAt - b.dueAt)) {
        const name = `${row.lane} ${row.class}`;
        const left = wanted.get(name) ?? 0;
        if (left === 0) continue;
        wanted.set(name, left - 1);
        claims.push(claimRow(row, session, now));
      }
      return okAsync(claims);
    },
    settle: (items) => {
      const now = database.now();
      return okAsync(items.map((item) => settleOne(item, now)).filter((item) => item !== null));
    },
    nextDueInMs: (ids) => {
      const now = database.now();
      let next = Infinity;
      for (const row of work.values()) {
        const lane = ids.includes(row.lane) ? lanes.get(String(row.lane))?.lane : undefined;
        if (lane === undefined || lane.paused || row.claim !== null) continue;
        next = Math.min(next, Math.max(row.dueAt, lane.closedUntil));
      }
      return okAsync(next === Infinity ? null : Math.max(0, next - now));
    },
    redrive: (lane, reasons, workClass, limit) => {
      const now = database.now();
      const rows = work
        .all()
        .filter((row) => row.lane === lane && row.claim === null && row.parked !== null && reasons.includes(row.parked))
        .slice(0, limit);
      for (const row of rows) {
        put({
          ...row,
          parked: null,
          class: workClass,
          generation: row.generation + 1,
          attempts: 0,
          failingSince: null,
          dueAt: Math.max(now, row.notBefore),
        });
      }
      return okAsync(rows.length);
    },
    forget: (lane, key) => {
      const row = work.get(workRowKey(lane, key));
      return okAsync(row !== undefined && row.claim === null && work.delete(workRowKey(lane, key)));
    },
    find: (keys) =>
      okAsync(
        keys.flatMap(({ lane, key }) => {
          const row = work.get(workRowKey(lane, key));
          return row === undefined ? [] : [stateOf(row)];
        }),
      ),
    troubles: (ids, limit) => okAsync(troublesOf(work.all(), ids).slice(0, limit)),
    troubled: (group, afterKey, limit) => okAsync(keysInTrouble(work.all(), group, afterKey).slice(0, limit)),
    hasten: (lane, keys, workClass) => {
      const now = database.now();
      const rows = [...new Set(keys)].flatMap((key) => work.get(workRowKey(lane, key)) ?? []);
      const free = rows.filter((row) => row.claim === null);
      for (const row of free) put(hastened(row, workClass, now));
      return okAsync(free.length);
    },
    depths: (ids) => {
      const now = database.now();
      return okAsync(
        ids.map((lane) =>
          depthOf(
            lane,
            work.all().filter((row) => row.lane === lane),
            now,
          ),
        ),
      );
    },
  };
};

/** The same key twice in one call counts once: the most urgent class and the earliest time win, uncertainty adds up. */
const oncePerKey = (items: readonly ScheduleItem[]): Iterable<ScheduleItem> => {
  const merged = new Map<string, ScheduleItem>();
  for (const item of items) {
    const key = workRowKey(item.lane, item.key);
    const other = merged.get(key);
    merged.set(
      key,
      other === undefined
        ? item
        : {
            ...item,
            class: moreUrgent(item.class, other.class),
            delayMs: Math.min(item.delayMs, other.delayMs),
            uncertain: item.uncertain || other.uncertain,
            trace: item.trace ?? other.trace ?? null,
          },
    );
  }
  return merged.values();
};

const moreUrgent = (a: WorkClass, b: WorkClass): WorkClass => (workClasses.indexOf(a) < workClasses.indexOf(b) ? a : b);

const stateOf = (row: WorkRow): WorkState => ({
  lane: row.lane,
  key: row.key,
  class: row.class,
  dueAt: row.parked === null ? row.dueAt : null,
  generation: row.generation,
  attempts: row.attempts,
  uncertain: row.uncertainSince !== null,
  crashes: row.crashes,
  parked: row.parked,
  claimed: row.claim !== null,
});

const depthOf = (lane: LaneId, rows: readonly WorkRow[], now: Instant): LaneDepth => {
  const free = rows.filter((row) => row.claim === null);
  const due = free.filter((row) => row.dueAt <= now);
  return {
    lane,
    due: due.length,
    scheduled: free.filter((row) => row.dueAt > now && row.parked === null).length,
    claimed: rows.length - free.length,
    parked: free.filter((row) => row.parked !== null).length,
    uncertain: rows.filter((row) => row.uncertainSince !== null).length,
    oldestDueMs: due.length === 0 ? null : now - Math.min(...due.map((row) => row.dueAt)),
  };
};
