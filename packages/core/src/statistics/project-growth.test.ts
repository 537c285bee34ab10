import { expect, test } from 'vitest';
import { projectGrowth } from './project-growth.ts';

const dayMs = 86_400_000;
const start = Date.UTC(2026, 10, 1);
const size = (day: number, table: string, rows: number, bytes: number) => ({
  at: start + day * dayMs,
  table,
  rows,
  bytes,
});

test('MUST carry on a steady growth for a week', () => {
  const days = [0, 1, 2, 3, 4].map((day) => size(day, 'attempt', 1_000 + 100 * day, 10_000 + 500 * day));
  const { tables, total } = projectGrowth([...days, ...[0, 1, 2, 3, 4].map((day) => size(day, 'todo', 50, 900))]);
  expect(tables.map(({ table }) => table)).toEqual(['attempt', 'todo']);
  expect(tables[0]).toMatchObject({
    rows: 1_400,
    rowsPerDay: 100,
    bytesPerDay: 500,
    rowsAhead: 2_100,
    bytesAhead: 15_500,
  });
  expect(tables[1]).toMatchObject({ rowsPerDay: 0, rowsAhead: 50 });
  expect(total).toMatchObject({ rows: 1_450, bytes: 12_900, rowsPerDay: 100 });
  expect(total.days).toHaveLength(5);
});

test('MUST foretell nothing from one day, and never less than nothing', () => {
  const { tables } = projectGrowth([size(0, 'a', 10, 10)]);
  expect(tables[0]).toMatchObject({ rowsPerDay: null, rowsAhead: null });
  const shrinking = projectGrowth([size(0, 'a', 100, 100), size(1, 'a', 10, 10)]);
  expect(shrinking.tables[0]).toMatchObject({ rowsPerDay: -90, rowsAhead: 0 });
  expect(projectGrowth([]).tables).toEqual([]);
});
