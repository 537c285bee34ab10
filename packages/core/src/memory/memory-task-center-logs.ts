import { okAsync } from 'neverthrow';
import type { TaskCenterLogs } from '../task-center/ports.ts';
import type { MemoryDatabase } from './memory-database.ts';
import type { MemoryTable } from './memory-table.ts';
import { changeTable, deletionTable } from './memory-task-center-rows.ts';

const is = <T>(wanted: T | null, value: T): boolean => wanted === null || wanted === value;

const newestFirst = <T extends { readonly id: number; readonly tenant: string }>(
  table: MemoryTable<T>,
  tenant: string,
  beforeId: number | null,
  limit: number,
  fits: (entry: T) => boolean,
): readonly T[] =>
  [...table.values()]
    .filter((entry) => entry.tenant === tenant && (beforeId === null || entry.id < beforeId) && fits(entry))
    .toSorted((a, b) => b.id - a.id)
    .slice(0, limit);

/** Change log and deletion log in memory. */
export const createMemoryTaskCenterLogs = (database: MemoryDatabase): TaskCenterLogs => {
  const changes = changeTable(database);
  const deletions = deletionTable(database);
  return {
    appendChanges: (entries) => {
      for (const entry of entries) {
        const id = database.nextNumber('change-log');
        changes.set(String(id), { ...entry, at: database.now(), id });
      }
      return okAsync(undefined);
    },
    appendDeletions: (entries) => {
      for (const entry of entries) {
        const id = database.nextNumber('deletion-log');
        deletions.set(String(id), { ...entry, at: database.now(), id });
      }
      return okAsync(undefined);
    },
    listChanges: (tenant, filter, beforeId, limit) =>
      okAsync({
        items: newestFirst(
          changes,
          tenant,
          beforeId,
          limit,
          (entry) =>
            is(filter.taskId, entry.taskId) &&
            is(filter.assigneeId, entry.assignee.id) &&
            is(filter.instanceId, entry.instanceId),
        ),
      }),
    listDeletions: (tenant, filter, beforeId, limit) =>
      okAsync({
        items: newestFirst(
          deletions,
          tenant,
          beforeId,
          limit,
          (entry) => is(filter.platform, entry.platform) && is(filter.instanceId, entry.ref.instanceId),
        ),
      }),
  };
};
