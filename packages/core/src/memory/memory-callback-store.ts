import { okAsync } from 'neverthrow';
import type { Callback } from '../task-center/callbacks/callback.ts';
import type { CallbackStore } from '../task-center/callbacks/ports.ts';
import { compareCodePoints } from '../work/code-point-order.ts';
import type { MemoryDatabase } from './memory-database.ts';
import { rowKey } from './memory-task-center-rows.ts';

const newestFirst = (a: Pick<Callback, 'receivedAt' | 'id'>, b: Pick<Callback, 'receivedAt' | 'id'>): number =>
  b.receivedAt - a.receivedAt || compareCodePoints(b.id, a.id);

/** Callbacks in memory. */
export const createMemoryCallbackStore = (database: MemoryDatabase): CallbackStore => {
  const table = database.table<Callback>('callback');
  const keysTable = database.table<number>('callback-key');
  return {
    append: (callback, keys) => {
      const { tenant, platform, id } = callback;
      const taken = keys.map((key) => rowKey(tenant, platform, key));
      const fresh = !taken.some((key) => keysTable.has(key));
      for (const key of taken) if (!keysTable.has(key)) keysTable.set(key, database.now());
      if (!fresh) return okAsync(false);
      table.set(rowKey(tenant, id), { ...callback, receivedAt: database.now() });
      return okAsync(true);
    },
    find: (tenant, id) => okAsync(table.get(rowKey(tenant, id)) ?? null),
    list: (tenant, { platform, taskId, assigneeId }, after, limit) =>
      okAsync(
        [...table.values()]
          .filter(
            (one) =>
              one.tenant === tenant &&
              (platform === null || one.platform === platform) &&
              (taskId === null || one.taskId === taskId) &&
              (assigneeId === null || one.assigneeId === assigneeId) &&
              (after === null || newestFirst(one, after) > 0),
          )
          .toSorted(newestFirst)
          .slice(0, limit),
      ),
    prune: (before, limit) => {
      const old = [...table.values()]
        .filter(({ receivedAt }) => receivedAt < before)
        .toSorted((a, b) => newestFirst(b, a))
        .slice(0, limit);
      for (const { tenant, id } of old) table.delete(rowKey(tenant, id));
      const stale = [...keysTable.entries()].flatMap(([key, at]) => (at < before ? [key] : [])).slice(0, limit);
      for (const key of stale) keysTable.delete(key);
      return okAsync(old.length + stale.length);
    },
  };
};
