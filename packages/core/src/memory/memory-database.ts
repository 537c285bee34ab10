import type { Instant } from '../ports/instant.ts';
import { MemoryTable } from './memory-table.ts';

/** Where the memory stores keep their rows: tables that roll back together, a clock, and counters. */
export interface MemoryDatabase {
  /** The store's clock. */
  now(): Instant;
  /** The table of this name, made on first use. One name, one type of row. */
  table<V>(name: string): MemoryTable<V>;
  /** How many rows each table has, by name. */
  sizes(): readonly (readonly [table: string, rows: number])[];
  /** The next number of this sequence, from 1. Like a database's sequences it is not rolled back. */
  nextNumber(sequence: string): number;
  /** Forgets how to undo what happened so far. */
  commit(): void;
  /** Undoes everything since the last commit. */
  rollback(): void;
}

/** `now` is the store's clock; pass a fake one in tests. */
export const createMemoryDatabase = (now: () => Instant): MemoryDatabase => {
  const undo: (() => void)[] = [];
  const tables = new Map<string, MemoryTable<unknown>>();
  const sequences = new Map<string, number>();
  return {
    now,
    table: <V>(name: string): MemoryTable<V> => {
      let table = tables.get(name);
      if (table === undefined) tables.set(name, (table = new MemoryTable<unknown>(undo)));
      return table as MemoryTable<V>;
    },
    sizes: () => [...tables].map(([name, table]) => [name, table.size] as const),
    nextNumber: (sequence) => {
      const next = (sequences.get(sequence) ?? 0) + 1;
      sequences.set(sequence, next);
      return next;
    },
    commit: () => void (undo.length = 0),
    rollback: () => {
      for (const step of undo.splice(0).reverse()) step();
    },
  };
};
