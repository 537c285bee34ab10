import type { MemoryDatabase } from '../../memory/memory-database.ts';
import { createMemoryStatisticsStores } from '../../memory/memory-statistics.ts';
import type { AttemptSums, StatisticsStores, StoreSizes } from '../../statistics/ports.ts';

/** Broken memory stores; the contract must catch each of them. */
export interface StatisticsMutant {
  /** Completes "a store that …". */
  readonly name: string;
  readonly open: (database: MemoryDatabase) => StatisticsStores;
}

const inSums = (name: string, broken: (right: AttemptSums) => Partial<AttemptSums>): StatisticsMutant => ({
  name,
  open: (database) => {
    const stores = createMemoryStatisticsStores(database);
    return { ...stores, attemptSums: { ...stores.attemptSums, ...broken(stores.attemptSums) } };
  },
});

const inSizes = (
  name: string,
  broken: (right: StoreSizes, database: MemoryDatabase) => Partial<StoreSizes>,
): StatisticsMutant => ({
  name,
  open: (database) => {
    const stores = createMemoryStatisticsStores(database);
    return { ...stores, storeSizes: { ...stores.storeSizes, ...broken(stores.storeSizes, database) } };
  },
});

const hourMs = 3_600_000;

/** A database whose clock is ahead. */
const ahead = (database: MemoryDatabase, ms: number): MemoryDatabase => ({
  ...database,
  now: () => database.now() + ms,
});

export const statisticsMutants: readonly StatisticsMutant[] = [
  inSums('sums nothing up', (right) => ({ rollUp: () => right.rollUp(0) })),
  {
    name: 'sums up hours that are not over',
    open: (database) => createMemoryStatisticsStores(ahead(database, hourMs)),
  },
  inSums('counts twice what is summed up', (right) => ({
    read: (lanes, starts) =>
      right.read(lanes, starts).map((sums) => sums.map((sum) => ({ ...sum, count: sum.count * 2 }))),
  })),
  inSums('forgets how long things took', (right) => ({
    read: (lanes, starts) => right.read(lanes, starts).map((sums) => sums.map((sum) => ({ ...sum, durations: [] }))),
  })),
  inSums('takes every attempt for a confirmation', (right) => ({
    read: (lanes, starts) =>
      right.read(lanes, starts).map((sums) => sums.map((sum) => ({ ...sum, latencies: sum.durations }))),
  })),
  inSums('shows all lanes', (right) => ({ read: (_lanes, starts) => right.read([1, 2], starts) })),
  inSums('shows causes of all times', (right) => ({ causes: (lanes, _from, limit) => right.causes(lanes, 0, limit) })),
  inSums('keeps what is to be forgotten', (right) => ({ prune: () => right.prune(0) })),
  inSums('never says how much is left', (right) => ({ rollUp: (hours) => right.rollUp(hours).map(() => 0) })),
  inSizes('keeps the first look of a day', (right, database) => ({
    sample: () => {
      const day = Math.floor(database.now() / (24 * hourMs));
      return right
        .list(day * 24 * hourMs)
        .andThen((known) => (known.length > 0 ? right.list(Infinity).map(() => undefined) : right.sample()));
    },
  })),
  inSizes('keeps old looks', (right) => ({ prune: () => right.prune(0) })),
];
