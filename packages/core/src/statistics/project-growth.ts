import type { Instant } from '../ports/instant.ts';
import type { TableSize } from './ports.ts';

/** How one table grows. */
export interface TableGrowth {
  readonly table: string;
  readonly rows: number;
  readonly bytes: number;
  /** A day, over the days that are known; null while there is but one. */
  readonly rowsPerDay: number | null;
  readonly bytesPerDay: number | null;
  /** In seven days, if it goes on like that. */
  readonly rowsAhead: number | null;
  readonly bytesAhead: number | null;
  /** One look a day, oldest first. */
  readonly days: readonly TableSize[];
}

export interface Growth {
  /** The largest first. */
  readonly tables: readonly TableGrowth[];
  /** All tables together; what was looked at on the same day counts as one look. */
  readonly total: TableGrowth;
}

const dayMs = 24 * 3_600_000;
const aheadDays = 7;

/** The slope of the line that fits best, a day; null with fewer than two days. */
const perDay = (points: readonly (readonly [at: Instant, value: number])[]): number | null => {
  if (points.length < 2) return null;
  const meanAt = points.reduce((sum, [at]) => sum + at, 0) / points.length;
  const mean = points.reduce((sum, [, value]) => sum + value, 0) / points.length;
  let over = 0;
  let under = 0;
  for (const [at, value] of points) {
    const days = (at - meanAt) / dayMs;
    over += days * (value - mean);
    under += days * days;
  }
  return under === 0 ? null : over / under;
};

const growthOf = (table: string, days: readonly TableSize[]): TableGrowth => {
  const last = days.at(-1);
  const [rows, bytes] = [last?.rows ?? 0, last?.bytes ?? 0];
  const rowsPerDay = perDay(days.map((day) => [day.at, day.rows]));
  const bytesPerDay = perDay(days.map((day) => [day.at, day.bytes]));
  const ahead = (now: number, slope: number | null): number | null =>
    slope === null ? null : Math.max(0, Math.round(now + slope * aheadDays));
  return {
    table,
    rows,
    bytes,
    rowsPerDay,
    bytesPerDay,
    rowsAhead: ahead(rows, rowsPerDay),
    bytesAhead: ahead(bytes, bytesPerDay),
    days,
  };
};

/** How the tables grow, and where that leads within a week. */
export const projectGrowth = (sizes: readonly TableSize[]): Growth => {
  const byTable = Map.groupBy(sizes, ({ table }) => table);
  const totals = Map.groupBy(sizes, ({ at }) => Math.floor(at / dayMs));
  const total = [...totals.values()].map((looks): TableSize => ({
    at: Math.max(...looks.map(({ at }) => at)),
    table: '',
    rows: looks.reduce((sum, { rows }) => sum + rows, 0),
    bytes: looks.reduce((sum, { bytes }) => sum + bytes, 0),
  }));
  return {
    tables: [...byTable]
      .map(([table, days]) =>
        growthOf(
          table,
          days.toSorted((a, b) => a.at - b.at),
        ),
      )
      .toSorted((a, b) => b.bytes - a.bytes || b.rows - a.rows || (a.table < b.table ? -1 : 1)),
    total: growthOf(
      '',
      total.toSorted((a, b) => a.at - b.at),
    ),
  };
};
