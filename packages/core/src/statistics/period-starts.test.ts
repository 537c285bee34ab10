import { expect, test } from 'vitest';
import { periodStarts } from './period-starts.ts';

const iso = (starts: readonly number[]): readonly string[] => starts.map((at) => new Date(at).toISOString());

test('MUST begin days where they begin in the zone', () => {
  const starts = periodStarts(Date.UTC(2026, 10, 20, 20), Date.UTC(2026, 10, 22, 1), 'day', 'Asia/Shanghai');
  expect(iso(starts)).toEqual(['2026-11-20T16:00:00.000Z', '2026-11-21T16:00:00.000Z', '2026-11-22T16:00:00.000Z']);
});

test('MUST keep to the zone over a change of its clocks', () => {
  const starts = periodStarts(Date.UTC(2026, 2, 28, 12), Date.UTC(2026, 2, 30, 12), 'day', 'Europe/Berlin');
  expect(iso(starts)).toEqual([
    '2026-03-27T23:00:00.000Z',
    '2026-03-28T23:00:00.000Z',
    '2026-03-29T22:00:00.000Z',
    '2026-03-30T22:00:00.000Z',
  ]);
});

test('MUST begin hours at the hour', () => {
  const starts = periodStarts(Date.UTC(2026, 10, 20, 20, 40), Date.UTC(2026, 10, 20, 22), 'hour', 'Asia/Shanghai');
  expect(iso(starts)).toEqual(['2026-11-20T20:00:00.000Z', '2026-11-20T21:00:00.000Z', '2026-11-20T22:00:00.000Z']);
});
