import { okAsync } from 'neverthrow';
import type { SweepStore } from '../task-center/ports.ts';
import { compareCodePoints } from '../work/code-point-order.ts';
import type { MemoryDatabase } from './memory-database.ts';
import { rowKey, sweepTable } from './memory-task-center-rows.ts';

/** Sweeps in memory. */
export const createMemorySweepStore = (database: MemoryDatabase): SweepStore => {
  const table = sweepTable(database);
  return {
    insert: (sweep) => {
      table.set(rowKey(sweep.tenant, sweep.id), sweep);
      return okAsync(undefined);
    },
    update: (sweep) => {
      const key = rowKey(sweep.tenant, sweep.id);
      if (table.has(key)) table.set(key, sweep);
      return okAsync(undefined);
    },
    find: (tenant, id) => okAsync(table.get(rowKey(tenant, id)) ?? null),
    list: (tenant, platform, limit) =>
      okAsync(
        [...table.values()]
          .filter((sweep) => sweep.tenant === tenant && (platform === null || sweep.platform === platform))
          .toSorted((a, b) => b.startedAt - a.startedAt || compareCodePoints(b.id, a.id))
          .slice(0, limit),
      ),
  };
};
