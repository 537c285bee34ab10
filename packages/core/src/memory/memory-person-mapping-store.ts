import { okAsync } from 'neverthrow';
import type { PersonMapping, PersonMappingStore } from '../task-center/person-mapping.ts';
import { compareCodePoints } from '../work/code-point-order.ts';
import type { MemoryDatabase } from './memory-database.ts';
import { rowKey } from './memory-task-center-rows.ts';

/** Person mappings in memory. */
export const createMemoryPersonMappingStore = (database: MemoryDatabase): PersonMappingStore => {
  const table = database.table<PersonMapping>('person-mapping');
  return {
    put: (tenant, space, entries) => {
      const last = new Map(entries.map((entry) => [entry.personId, entry]));
      const changed: string[] = [];
      for (const { personId, remoteId, source } of last.values()) {
        const key = rowKey(tenant, space, personId);
        if (table.get(key)?.remoteId === remoteId) continue;
        table.set(key, { tenant, space, personId, remoteId, source, updatedAt: database.now() });
        changed.push(personId);
      }
      return okAsync(changed);
    },
    remove: (tenant, space, personIds) =>
      okAsync([...new Set(personIds)].filter((personId) => table.delete(rowKey(tenant, space, personId)))),
    find: (tenant, space, personIds) =>
      okAsync(
        new Map(
          personIds.flatMap((personId) => {
            const found = table.get(rowKey(tenant, space, personId));
            return found === undefined ? [] : [[personId, found.remoteId] as const];
          }),
        ),
      ),
    whoIs: (tenant, space, remoteId) =>
      okAsync(
        [...table.values()]
          .filter((one) => one.tenant === tenant && one.space === space && one.remoteId === remoteId)
          .map(({ personId }) => personId)
          .toSorted(compareCodePoints)
          .slice(0, 10),
      ),
    list: (tenant, space, text, after, limit) => {
      const wanted = text?.toLowerCase() ?? '';
      return okAsync(
        [...table.values()]
          .filter(
            (one) =>
              one.tenant === tenant &&
              one.space === space &&
              (after === null || compareCodePoints(one.personId, after) > 0) &&
              (one.personId.toLowerCase().includes(wanted) || one.remoteId.toLowerCase().includes(wanted)),
          )
          .toSorted((a, b) => compareCodePoints(a.personId, b.personId))
          .slice(0, limit),
      );
    },
    count: (tenant) => {
      const counts = new Map<string, number>();
      for (const one of table.values())
        if (one.tenant === tenant) counts.set(one.space, (counts.get(one.space) ?? 0) + 1);
      return okAsync(
        [...counts].toSorted(([a], [b]) => compareCodePoints(a, b)).map(([space, count]) => ({ space, count })),
      );
    },
  };
};
