import { okAsync } from 'neverthrow';
import type { MemoryDatabase } from '../../memory/memory-database.ts';
import { createMemorySourceStores } from '../../memory/memory-source-stores.ts';
import type { SourceStores } from '../../sources/ports.ts';

/** Memory stores that break one promise; the contract suite has to notice. */
export interface SourceStoresMutant {
  readonly name: string;
  readonly open: (database: MemoryDatabase) => SourceStores;
}

const mutant = (name: string, change: (stores: SourceStores) => Partial<SourceStores>): SourceStoresMutant => ({
  name,
  open: (database) => {
    const stores = createMemorySourceStores(database);
    return { ...stores, ...change(stores) };
  },
});

export const sourceStoresMutants: readonly SourceStoresMutant[] = [
  mutant('shows a tenant the sources of others', ({ sources }) => ({
    sources: { ...sources, list: () => sources.list(null) },
  })),
  mutant('loses the processes of a source', ({ sources }) => ({
    sources: { ...sources, save: (source) => sources.save({ ...source, processIds: null }) },
  })),
  mutant('overwrites what somebody else has changed', ({ sources }) => ({
    sources: {
      ...sources,
      save: (source) =>
        sources
          .find(source.tenant, source.code)
          .andThen((stored) =>
            sources.save({ ...source, revision: (stored?.revision ?? 0) + 1 }).map(() => stored === null || true),
          ),
    },
  })),
  mutant('removes nothing', ({ sources }) => ({
    sources: { ...sources, remove: (tenant, code) => sources.find(tenant, code).map((found) => found !== null) },
  })),
  mutant('has seen everything', ({ seenTasks }) => ({
    seenTasks: { ...seenTasks, among: (_tenant, _job, ids) => okAsync(new Set(ids)) },
  })),
  mutant('mixes jobs up', ({ seenTasks }) => ({
    seenTasks: {
      ...seenTasks,
      add: (tenant, _job, ids) => seenTasks.add(tenant, 'one', ids),
      among: (tenant, _job, ids) => seenTasks.among(tenant, 'one', ids),
    },
  })),
  mutant('forgets everything at once', ({ seenTasks }) => ({
    seenTasks: { ...seenTasks, clear: (tenant, job) => seenTasks.clear(tenant, job, 1_000) },
  })),
  mutant('forgets nothing', ({ seenTasks }) => ({ seenTasks: { ...seenTasks, clear: () => okAsync(0) } })),
];
