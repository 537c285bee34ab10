import { okAsync } from 'neverthrow';
import type { Source } from '../sources/source.ts';
import type { SourceStores } from '../sources/ports.ts';
import { compareCodePoints } from '../work/code-point-order.ts';
import type { MemoryDatabase } from './memory-database.ts';
import { rowKey } from './memory-task-center-rows.ts';

/** Sources, and what their sweeps have seen, in memory. */
export const createMemorySourceStores = (database: MemoryDatabase): SourceStores => {
  const sources = database.table<Source>('source');
  const seen = database.table<string>('seen-task');
  const beginningOf = (tenant: string, job: string): string => rowKey(tenant, job, '');
  return {
    sources: {
      save: (source) => {
        const key = rowKey(source.tenant, source.code);
        if ((sources.get(key)?.revision ?? 0) !== source.revision - 1) return okAsync(false);
        sources.set(key, source);
        return okAsync(true);
      },
      find: (tenant, code) => okAsync(sources.get(rowKey(tenant, code)) ?? null),
      lock: (tenant, code) => okAsync(sources.get(rowKey(tenant, code)) ?? null),
      list: (tenant) =>
        okAsync(
          [...sources.values()]
            .filter((source) => tenant === null || source.tenant === tenant)
            .toSorted((a, b) => compareCodePoints(a.code, b.code) || compareCodePoints(a.tenant, b.tenant)),
        ),
      remove: (tenant, code) => okAsync(sources.delete(rowKey(tenant, code))),
    },
    seenTasks: {
      add: (tenant, job, taskIds) => {
        for (const id of taskIds) seen.set(rowKey(tenant, job, id), id);
        return okAsync(undefined);
      },
      among: (tenant, job, taskIds) =>
        okAsync(new Set(taskIds.filter((id) => seen.get(rowKey(tenant, job, id)) !== undefined))),
      clear: (tenant, job, limit) => {
        const keys = [...seen.entries()]
          .map(([key]) => key)
          .filter((key) => key.startsWith(beginningOf(tenant, job)))
          .slice(0, limit);
        for (const key of keys) seen.delete(key);
        return okAsync(keys.length);
      },
    },
  };
};
