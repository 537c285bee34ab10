import type { Effect } from './sandbox-kind.ts';

export type Answered = 'ok' | 'failed' | 'lost';

export interface RequestRow {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly operation: string;
  readonly id: string;
  readonly effect: Effect;
  readonly answered: Answered;
}

export interface RequestLog {
  /** Rows ever logged, dropped ones included. */
  readonly next: number;
  append(rows: readonly RequestRow[]): void;
  /** Rows from an index on, oldest first. */
  from(index: number, limit: number): { first: number; rows: readonly RequestRow[] };
  /** Forgets the rows; with an index, numbering goes on from there. */
  reset(index: number): void;
}

/** Keeps the latest `capacity` rows at least. */
export function createRequestLog(capacity: number): RequestLog {
  let rows: RequestRow[] = [];
  let base = 0;
  return {
    get next() {
      return base + rows.length;
    },
    append(added) {
      for (const row of added) rows.push(row);
      // Dropped a quarter at a time: shifting on every request would cost more than the memory.
      if (rows.length > capacity * 1.25) {
        base += rows.length - capacity;
        rows = rows.slice(-capacity);
      }
    },
    from(index, limit) {
      const first = Math.max(index, base);
      return { first, rows: rows.slice(first - base, first - base + limit) };
    },
    reset(index) {
      rows = [];
      base = index;
    },
  };
}
