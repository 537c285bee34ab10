import { okAsync, type ResultAsync } from 'neverthrow';
import type { MemoryDatabase } from '../../memory/memory-database.ts';
import {
  attemptTable,
  laneTable,
  sessionTable,
  workRowKey,
  workTable,
  type LaneRow,
  type WorkRow,
} from '../../memory/memory-work-rows.ts';
import { createMemoryWorkStores } from '../../memory/memory-work-stores.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import type { ScheduleItem, Settled } from '../../work/claim.ts';
import type { Lanes, Sessions, WorkQueue, WorkStores } from '../../work/ports.ts';
import { troubleMutants } from './trouble-mutants.ts';

/** Broken memory stores; the contracts must catch each of them. */
export interface WorkMutant {
  /** Completes "a store that …". */
  readonly name: string;
  readonly open: (database: MemoryDatabase) => WorkStores;
}

type Break<T> = (right: T, database: MemoryDatabase) => Partial<T>;

const inWork = (name: string, broken: Break<WorkQueue>): WorkMutant => ({
  name,
  open: (database) => {
    const stores = createMemoryWorkStores(database);
    return { ...stores, work: { ...stores.work, ...broken(stores.work, database) } };
  },
});

const inSessions = (name: string, broken: Break<Sessions>): WorkMutant => ({
  name,
  open: (database) => {
    const stores = createMemoryWorkStores(database);
    return { ...stores, sessions: { ...stores.sessions, ...broken(stores.sessions, database) } };
  },
});

const inLanes = (name: string, broken: Break<Lanes>): WorkMutant => ({
  name,
  open: (database) => {
    const stores = createMemoryWorkStores(database);
    return { ...stores, lanes: { ...stores.lanes, ...broken(stores.lanes, database) } };
  },
});

const editRows = (database: MemoryDatabase, edit: (row: WorkRow) => WorkRow): void => {
  const rows = workTable(database);
  for (const row of rows.all()) {
    const edited = edit(row);
    if (edited !== row) rows.set(workRowKey(row.lane, row.key), edited);
  }
};

/** Schedules, then edits each scheduled row, given how it was before. */
const afterSchedule =
  (edit: (row: WorkRow, before: WorkRow, item: ScheduleItem, now: number) => WorkRow): Break<WorkQueue> =>
  (right, database) => ({
    schedule: (items) => {
      const before = new Map(workTable(database).entries());
      return right.schedule(items).map(() => {
        for (const item of items) {
          const name = workRowKey(item.lane, item.key);
          const [row, old] = [workTable(database).get(name), before.get(name)];
          if (row !== undefined && old !== undefined)
            workTable(database).set(name, edit(row, old, item, database.now()));
        }
      });
    },
  });

/** Runs with lanes made to look otherwise. */
const withLanes = <T>(
  database: MemoryDatabase,
  look: (row: LaneRow) => LaneRow,
  run: () => ResultAsync<T, StoreFailure>,
): ResultAsync<T, StoreFailure> => {
  const lanes = laneTable(database);
  const before = [...lanes.entries()];
  for (const [name, row] of before) lanes.set(name, look(row));
  return run().map((value) => {
    for (const [name, row] of before) lanes.set(name, row);
    return value;
  });
};

const afterSettle =
  (edit: (row: WorkRow, settled: Settled, counted: boolean, verdict: string) => WorkRow): Break<WorkQueue> =>
  (right, database) => ({
    settle: (items) =>
      right.settle(items).map((all) => {
        for (const settled of all) {
          const item = items.find(({ claim }) => claim === settled.claim);
          const name = workRowKey(settled.lane, settled.key);
          const row = workTable(database).get(name);
          if (row !== undefined && item !== undefined)
            workTable(database).set(name, edit(row, settled, item.counted, item.verdict));
        }
        return all;
      }),
  });

export const workMutants: readonly WorkMutant[] = [
  inWork(
    'does not bump the generation when it schedules',
    afterSchedule((row, before) => ({ ...row, generation: before.generation })),
  ),
  inWork(
    'undercuts a back-off when it schedules',
    afterSchedule((row, before, item, now) => ({
      ...row,
      dueAt: row.claim === null ? now + item.delayMs : before.dueAt,
    })),
  ),
  inWork(
    'clears uncertainty when it schedules',
    afterSchedule((row, _before, item, now) => ({ ...row, uncertainSince: item.uncertain ? now : null })),
  ),
  inWork(
    'keeps attempts when it schedules',
    afterSchedule((row, before) => ({ ...row, attempts: before.attempts })),
  ),
  inWork(
    'leaves a key parked when it schedules',
    afterSchedule((row, before) =>
      before.parked === null ? row : { ...row, parked: before.parked, dueAt: before.dueAt },
    ),
  ),
  inWork(
    'makes a key less urgent when it schedules',
    afterSchedule((row, _before, item) => ({ ...row, class: item.class })),
  ),
  inWork(
    'keeps the first trace that it was given',
    afterSchedule((row, before) => ({ ...row, trace: before.trace ?? row.trace })),
  ),
  inWork(
    'loses the trace to a schedule without one',
    afterSchedule((row, _before, item) => ({ ...row, trace: item.trace ?? null })),
  ),
  inWork(
    'forgets the trace when it settles',
    afterSettle((row) => ({ ...row, trace: null })),
  ),
  inWork('ignores that the generation moved when it settles', (right, database) => ({
    settle: (items) => {
      editRows(database, (row) =>
        row.claim === null ? row : { ...row, claim: { ...row.claim, generation: row.generation } },
      );
      return right.settle(items);
    },
  })),
  inWork(
    'parks a key although its generation moved',
    afterSettle((row, settled, _counted, verdict) =>
      settled.moved && verdict === 'park' ? { ...row, parked: 'refused', dueAt: Infinity } : row,
    ),
  ),
  inWork(
    'counts attempts of a generation that moved',
    afterSettle((row, settled, counted) => (settled.moved && counted ? { ...row, attempts: 1 } : row)),
  ),
  inWork(
    'forgets uncertainty when it settles',
    afterSettle((row) => ({ ...row, uncertainSince: null })),
  ),
  inWork(
    'forgets earlier crashes when a claim is released',
    afterSettle((row) => ({ ...row, crashes: 0 })),
  ),
  inWork('settles a claim that is no longer valid', (right, database) => ({
    settle: (items) =>
      right.settle(
        items.map((item) => ({
          ...item,
          claim: workTable(database).get(workRowKey(item.lane, item.key))?.claim?.id ?? item.claim,
        })),
      ),
  })),
  inWork('claims in paused lanes', (right, database) => ({
    claim: (session, wants) =>
      withLanes(
        database,
        (row) => ({ ...row, lane: { ...row.lane, paused: false } }),
        () => right.claim(session, wants),
      ),
  })),
  inWork('claims in closed lanes', (right, database) => ({
    claim: (session, wants) =>
      withLanes(
        database,
        (row) => ({ ...row, lane: { ...row.lane, closedUntil: 0 } }),
        () => right.claim(session, wants),
      ),
  })),
  inWork('lets the age of failing run on while the lane is closed', (right, database) => ({
    claim: (session, wants) =>
      withLanes(
        database,
        (row) => ({ ...row, stoppedMs: 0, stoppedFrom: null }),
        () => right.claim(session, wants),
      ),
  })),
  inWork('claims a key twice', (right, database) => ({
    claim: (session, wants) => {
      editRows(database, (row) => (row.claim === null ? row : { ...row, claim: null }));
      return right.claim(session, wants);
    },
  })),
  inWork('claims more than was wanted', (right) => ({
    claim: (session, wants) =>
      right.claim(
        session,
        wants.map((want) => ({ ...want, count: want.count + 1 })),
      ),
  })),
  inWork('claims for a revoked session', (right, database) => ({
    claim: (session, wants) => {
      const sessions = sessionTable(database);
      const before = sessions.get(String(session));
      if (before === undefined) return right.claim(session, wants);
      sessions.set(String(session), { ...before, revoked: false });
      return right.claim(session, wants).map((claims) => {
        sessions.set(String(session), before);
        return claims;
      });
    },
  })),
  inWork('frees claimed keys when it re-drives', (right, database) => ({
    redrive: (lane, ...rest) => {
      editRows(database, (row) => (row.lane === lane ? { ...row, claim: null } : row));
      return right.redrive(lane, ...rest);
    },
  })),
  inWork('leaves exhausted keys parked when it re-drives', (right) => ({
    redrive: (lane, reasons, workClass, limit) =>
      right.redrive(
        lane,
        reasons.filter((reason) => reason !== 'exhausted'),
        workClass,
        limit,
      ),
  })),
  inWork('re-drives keys whatever they are parked for', (right) => ({
    redrive: (lane, _reasons, workClass, limit) =>
      right.redrive(lane, ['refused', 'exhausted', 'undecidable', 'poison'], workClass, limit),
  })),
  inWork('forgets a key that is claimed', (_right, database) => ({
    forget: (lane, key) => okAsync(workTable(database).delete(workRowKey(lane, key))),
  })),
  inWork('says that rows of a closed lane are due', (right, database) => ({
    nextDueInMs: (lanes) =>
      withLanes(
        database,
        (row) => ({ ...row, lane: { ...row.lane, closedUntil: 0 } }),
        () => right.nextDueInMs(lanes),
      ),
  })),
  inSessions('forgets the attempt of a claim that it takes over', (right, database) => ({
    takeOver: (poisonAt, limit) =>
      right.takeOver(poisonAt, limit).map((reaped) => {
        for (const { claim } of reaped) attemptTable(database).delete(String(claim));
        return reaped;
      }),
  })),
  inSessions('takes over without marking the key as uncertain', (right, database) => ({
    takeOver: (poisonAt, limit) =>
      right.takeOver(poisonAt, limit).map((reaped) => {
        editRows(database, (row) =>
          reaped.some(({ key }) => key === row.key) ? { ...row, uncertainSince: null } : row,
        );
        return reaped;
      }),
  })),
  inSessions('never parks a key as poison', (right) => ({
    takeOver: (_poisonAt, limit) => right.takeOver(Infinity, limit),
  })),
  inSessions('keeps quiet about keys that it parks', (right) => ({
    takeOver: (poisonAt, limit) =>
      right.takeOver(poisonAt, limit).map((reaped) => reaped.map((one) => ({ ...one, parked: false }))),
  })),
  inSessions('says of every key with so many crashes that it parked it', (right) => ({
    takeOver: (poisonAt, limit) =>
      right
        .takeOver(poisonAt, limit)
        .map((reaped) => reaped.map((one) => ({ ...one, parked: one.crashes >= poisonAt }))),
  })),
  inSessions('forgets which lanes a worker serves', (right) => ({
    open: () => right.open(['*']),
  })),
  inSessions('counts revoked sessions among the living', (right, database) => ({
    living: () =>
      okAsync(
        sessionTable(database)
          .all()
          .map(({ id, lanes }) => ({ id, lanes })),
      ),
  })),
  inSessions('revokes sessions that are alive', (right) => ({
    revokeStale: (_staleAfterMs, except) => right.revokeStale(0, except),
  })),
  inLanes('shortens a closing', (right, database) => ({
    close: (lane, forMs, reason, trip) => {
      const row = laneTable(database).get(String(lane));
      if (row !== undefined) laneTable(database).set(String(lane), { ...row, lane: { ...row.lane, closedUntil: 0 } });
      return right.close(lane, forMs, reason, trip);
    },
  })),
  inLanes('gives the probe to everybody', (right, database) => ({
    takeProbe: (lane, forMs) => {
      const row = laneTable(database).get(String(lane));
      if (row !== undefined) laneTable(database).set(String(lane), { ...row, probeUntil: 0 });
      return right.takeProbe(lane, forMs);
    },
  })),
  inLanes('moves due times when it closes a lane', (right, database) => ({
    close: (lane, forMs, reason, trip) => {
      editRows(database, (row) =>
        row.lane === lane ? { ...row, dueAt: Math.max(row.dueAt, database.now() + forMs) } : row,
      );
      return right.close(lane, forMs, reason, trip);
    },
  })),
  {
    name: 'keeps what is there when an attempt is recorded again',
    open: (database) => {
      const stores = createMemoryWorkStores(database);
      const record: WorkStores['attempts']['record'] = (attempts) =>
        stores.attempts.record(attempts.filter(({ claim }) => !attemptTable(database).has(String(claim))));
      return { ...stores, attempts: { ...stores.attempts, record } };
    },
  },
  ...troubleMutants,
  {
    name: 'keeps the writes of a transaction that was rolled back',
    open: (database) => createMemoryWorkStores({ ...database, table: (name) => keepWrites(database, name) }),
  },
];

/** A table whose writes are committed at once. */
const keepWrites = <V>(database: MemoryDatabase, name: string): ReturnType<typeof database.table<V>> => {
  const table = database.table<V>(name);
  return new Proxy(table, {
    get: (target, property) => {
      const value: unknown = Reflect.get(target, property, target);
      if (typeof value !== 'function') return value;
      return (...parameters: unknown[]): unknown => {
        const result: unknown = Reflect.apply(value, target, parameters);
        if (property === 'set' || property === 'delete') database.commit();
        return result;
      };
    },
  });
};
