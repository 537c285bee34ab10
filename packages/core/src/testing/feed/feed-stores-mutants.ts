import type { MemoryDatabase } from '../../memory/memory-database.ts';
import { createMemoryFeedStores } from '../../memory/memory-feed-stores.ts';
import type { FeedStores } from '../../task-center/feed-ports.ts';

/** Memory stores that break one promise; the contract suite has to notice. */
export interface FeedStoresMutant {
  readonly name: string;
  readonly open: (database: MemoryDatabase) => FeedStores;
}

const mutant = (name: string, change: (stores: FeedStores) => Partial<FeedStores>): FeedStoresMutant => ({
  name,
  open: (database) => {
    const stores = createMemoryFeedStores(database);
    return { ...stores, ...change(stores) };
  },
});

export const feedStoresMutants: readonly FeedStoresMutant[] = [
  mutant('shows one person another one’s', ({ feed }) => ({
    feed: {
      ...feed,
      page: (tenant, filter, from, limit) => feed.page(tenant, { ...filter, assigneeId: null }, from, limit),
    },
  })),
  mutant('ignores the offset', ({ feed }) => ({
    feed: {
      ...feed,
      page: (tenant, filter, { after }, limit) => feed.page(tenant, filter, { after, offset: 0 }, limit),
    },
  })),
  mutant('begins every page anew', ({ feed }) => ({
    feed: {
      ...feed,
      page: (tenant, filter, { offset }, limit) => feed.page(tenant, filter, { after: null, offset }, limit),
    },
  })),
  mutant('hands out to-dos of other processes', ({ feed }) => ({
    feed: {
      ...feed,
      page: (tenant, filter, from, limit) =>
        feed.page(tenant, { ...filter, scope: { ...filter.scope, processIds: null } }, from, limit),
    },
  })),
  mutant('hands out to-dos of other platforms', ({ feed }) => ({
    feed: {
      ...feed,
      page: (tenant, filter, from, limit) =>
        feed.page(tenant, { ...filter, scope: { ...filter.scope, platforms: null } }, from, limit),
    },
  })),
  mutant('hides what is withdrawn from changes', ({ feed }) => ({
    feed: {
      ...feed,
      changes: (tenant, filter, after, limit) =>
        feed.changes(tenant, { ...filter, states: ['open', 'done'] }, after, limit),
    },
  })),
  mutant('orders changes by version', ({ feed }) => ({
    feed: {
      ...feed,
      changes: (tenant, filter, after, limit) =>
        feed
          .changes(tenant, filter, after, limit)
          .map(({ now, items }) => ({ now, items: items.toSorted((a, b) => a.todo.version - b.todo.version) })),
    },
  })),
  mutant('answers every change again', ({ feed }) => ({
    feed: { ...feed, changes: (tenant, filter, _after, limit) => feed.changes(tenant, filter, null, limit) },
  })),
  mutant('counts everybody’s', ({ feed }) => ({
    feed: { ...feed, count: (tenant, filter) => feed.count(tenant, { ...filter, assigneeId: null }) },
  })),
  mutant('counts what is withdrawn', ({ feed }) => ({
    feed: { ...feed, count: (tenant, filter) => feed.count(tenant, { ...filter, states: null }) },
  })),
  mutant('overwrites a portal that somebody else changed', ({ portals }) => ({
    portals: {
      ...portals,
      save: (portal) =>
        portals.remove(portal.tenant, portal.code).andThen(() => portals.save({ ...portal, revision: 1 })),
    },
  })),
  mutant('loses how a portal names people', ({ portals }) => ({
    portals: { ...portals, save: (portal) => portals.save({ ...portal, person: { by: 'parameter', name: 'userId' } }) },
  })),
];
