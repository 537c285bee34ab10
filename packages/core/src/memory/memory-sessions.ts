import { okAsync } from 'neverthrow';
import type { Sessions, Reaped } from '../work/ports.ts';
import { lostWorkers } from '../work/trouble.ts';
import type { MemoryDatabase } from './memory-database.ts';
import { attemptTable, sessionTable, workRowKey, workTable, type WorkRow } from './memory-work-rows.ts';

/** Worker sessions in memory. */
export const createMemorySessions = (database: MemoryDatabase): Sessions => {
  const sessions = sessionTable(database);
  const work = workTable(database);
  const attempts = attemptTable(database);
  return {
    open: (lanes) => {
      const id = database.nextNumber('session');
      sessions.set(String(id), { id, lanes, beatAt: database.now(), revoked: false });
      return okAsync(id);
    },
    beat: (id) => {
      const session = sessions.get(String(id));
      if (session === undefined || session.revoked) return okAsync(false);
      sessions.set(String(id), { ...session, beatAt: database.now() });
      return okAsync(true);
    },
    close: (id) => {
      const session = sessions.get(String(id));
      if (session === undefined) return okAsync(undefined);
      const holds = work.all().some((row) => row.claim?.session === id);
      if (holds) sessions.set(String(id), { ...session, revoked: true });
      else sessions.delete(String(id));
      return okAsync(undefined);
    },
    living: () =>
      okAsync(
        sessions
          .all()
          .filter((session) => !session.revoked)
          .sort((a, b) => a.id - b.id)
          .map(({ id, lanes }) => ({ id, lanes })),
      ),
    revokeStale: (staleAfterMs, except) => {
      const now = database.now();
      const stale = sessions
        .all()
        .filter((session) => !session.revoked && session.id !== except && session.beatAt <= now - staleAfterMs);
      for (const session of stale) sessions.set(String(session.id), { ...session, revoked: true });
      return okAsync(stale.map((session) => session.id));
    },
    takeOver: (poisonAt, limit) => {
      const now = database.now();
      const lost = work
        .all()
        .filter((row) => row.claim !== null && sessions.get(String(row.claim.session))?.revoked !== false)
        .slice(0, limit);
      const reaped: Reaped[] = [];
      for (const row of lost) {
        if (row.claim === null) continue;
        const after = takenOver(row, now, poisonAt);
        attempts.set(String(row.claim.id), {
          claim: row.claim.id,
          lane: row.lane,
          key: row.key,
          session: row.claim.session,
          claimedAt: row.claim.at,
          outcome: 'interrupted',
          reason: null,
          operation: null,
          version: null,
          durationMs: Math.max(0, now - row.claim.at),
          exchanges: [],
        });
        work.set(workRowKey(row.lane, row.key), after);
        reaped.push({
          lane: row.lane,
          key: row.key,
          claim: row.claim.id,
          crashes: after.crashes,
          parked: after.parked !== null,
        });
      }
      dropEnded(database);
      return okAsync(reaped);
    },
  };
};

const takenOver = (row: WorkRow, now: number, poisonAt: number): WorkRow => {
  const moved = row.claim !== null && row.claim.generation !== row.generation;
  const crashes = row.crashes + 1;
  const poison = crashes >= poisonAt && !moved;
  return {
    ...row,
    claim: null,
    crashes,
    uncertainSince: now,
    parked: poison ? 'poison' : null,
    cause: poison ? lostWorkers : row.cause,
    failedAt: poison ? now : row.failedAt,
    dueAt: poison ? Infinity : now,
    attempts: moved ? 0 : row.attempts,
    failingSince: moved ? null : row.failingSince,
  };
};

/** Revoked sessions whose claims have all been taken over are of no more use. */
const dropEnded = (database: MemoryDatabase): void => {
  const holders = new Set(
    workTable(database)
      .all()
      .map((row) => row.claim?.session),
  );
  const sessions = sessionTable(database);
  for (const session of sessions.all()) {
    if (session.revoked && !holders.has(session.id)) sessions.delete(String(session.id));
  }
};
