import { expect, test } from 'vitest';
import { readRequest, shortConditions } from './conditions.ts';
import { median } from './measure.ts';
import { reportTable } from './report.ts';
import { runBench } from './run-bench.ts';

test('MUST deliver and record everything exactly once, and measure every contender as often', async () => {
  const { rounds, batchesOf100, singleEvents, todos, barePosts } = shortConditions;
  const series = await runBench(shortConditions);
  expect(series.map(({ runs }) => runs.length)).toEqual(series.map(() => rounds));
  expect(series.map(({ runs }) => runs[0]?.count)).toEqual([
    batchesOf100 * 100,
    batchesOf100 * 100,
    singleEvents,
    singleEvents,
    todos,
    barePosts,
    todos,
    barePosts,
    todos,
    barePosts,
  ]);
  const lines = reportTable(series).split('\n');
  expect(lines).toHaveLength(series.length + 2);
  expect(lines.join('\n')).not.toMatch(/NaN|undefined|Infinity/u);
});

test('MUST refuse what it cannot read on the command line', () => {
  expect(readRequest(['--short']).conditions).toEqual(shortConditions);
  for (const rounds of ['0', '21', '1.5', 'many']) {
    expect(() => readRequest(['--rounds', rounds])).toThrow('--rounds must be a whole number from 1 to 20');
  }
  expect(() => readRequest(['--fast'])).toThrow("Unknown option '--fast'");
  expect([median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([2, 2.5]);
});
