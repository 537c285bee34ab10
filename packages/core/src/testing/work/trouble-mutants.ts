import { okAsync } from 'neverthrow';
import type { MemoryDatabase } from '../../memory/memory-database.ts';
import { workRowKey, workTable, type WorkRow } from '../../memory/memory-work-rows.ts';
import { createMemoryWorkStores } from '../../memory/memory-work-stores.ts';
import type { WorkQueue, WorkStores } from '../../work/ports.ts';

interface TroubleMutant {
  /** Completes "a store that …". */
  readonly name: string;
  readonly open: (database: MemoryDatabase) => WorkStores;
}

const broken = (
  name: string,
  change: (right: WorkQueue, database: MemoryDatabase) => Partial<WorkQueue>,
): TroubleMutant => ({
  name,
  open: (database) => {
    const stores = createMemoryWorkStores(database);
    return { ...stores, work: { ...stores.work, ...change(stores.work, database) } };
  },
});

const edit = (database: MemoryDatabase, fits: (row: WorkRow) => boolean, change: Partial<WorkRow>): void => {
  const rows = workTable(database);
  for (const row of rows.all()) if (fits(row)) rows.set(workRowKey(row.lane, row.key), { ...row, ...change });
};

/** Stores that are wrong about keys in trouble. */
export const troubleMutants: readonly TroubleMutant[] = [
  broken('forgets the cause with the next settlement', (right) => ({
    settle: (items) => right.settle(items.map((item) => ({ ...item, cause: item.cause ?? '' }))),
  })),
  broken('takes keys of all lanes for troubles of one', (right) => ({
    troubles: (lanes, limit) =>
      right.troubles(lanes, limit).map((found) => found.map((one) => ({ ...one, lane: lanes[0] ?? 0 }))),
  })),
  broken('shows parked keys only', (right) => ({
    troubles: (lanes, limit) =>
      right.troubles(lanes, limit).map((found) => found.filter(({ standing }) => standing !== 'failing')),
  })),
  broken('lists keys of every cause', (right, database) => ({
    troubled: (group, afterKey, limit) =>
      okAsync(
        workTable(database)
          .all()
          .filter((row) => row.lane === group.lane && (afterKey === null || row.key > afterKey))
          .map(({ key }) => key)
          .toSorted()
          .slice(0, limit),
      ),
  })),
  broken('begins each page of keys anew', (right) => ({
    troubled: (group, _afterKey, limit) => right.troubled(group, null, limit),
  })),
  broken('clears uncertainty when it hastens', (right, database) => ({
    hasten: (lane, keys, workClass) => {
      edit(database, (row) => row.lane === lane && keys.includes(row.key), { uncertainSince: null });
      return right.hasten(lane, keys, workClass);
    },
  })),
  broken('hastens what is being attempted', (right, database) => ({
    hasten: (lane, keys, workClass) => {
      const held = workTable(database)
        .all()
        .filter((row) => row.lane === lane && keys.includes(row.key) && row.claim !== null);
      return right.hasten(lane, keys, workClass).map((count) => {
        for (const row of held) edit(database, ({ key }) => key === row.key, { generation: row.generation + 1 });
        return count + held.length;
      });
    },
  })),
  broken('keeps to the back-off when it hastens', (right, database) => ({
    hasten: (lane, keys, workClass) => {
      const before = new Map(workTable(database).entries());
      return right.hasten(lane, keys, workClass).map((count) => {
        for (const [name, { dueAt }] of before) {
          const row = workTable(database).get(name);
          if (row !== undefined) workTable(database).set(name, { ...row, dueAt });
        }
        return count;
      });
    },
  })),
];
