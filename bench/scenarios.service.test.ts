import { afterEach, describe, expect, test, vi } from 'vitest';
import { shortEmbedded } from './embedded/conditions.ts';
import { measureEmbedded } from './embedded/measure-embedded.ts';
import { createCleanup, type Cleanup } from './harness/cleanup.ts';
import { reportText } from './harness/report.ts';
import { readRequest } from './request.ts';
import { scenarioNames, scenarios, scenarioTitles, type ScenarioName } from './scenarios.ts';

let cleanup: Cleanup = createCleanup();
afterEach(() => cleanup.run());

const runShort = async (name: ScenarioName): Promise<string> => {
  cleanup = createCleanup();
  return reportText(await scenarios[name](readRequest([name, '--short']), cleanup));
};

const url = process.env['PORTICO_TEST_POSTGRES_URL'];
const apart = scenarioNames.filter((name) => name !== 'embedded');

describe.skipIf(url === undefined || url === '')('on PostgreSQL, in processes of their own', () => {
  // Every scenario throws unless what it sent arrived, and was recorded, as often as it should.
  test.each(apart)('%s MUST add up and fill its table', async (name) => {
    vi.stubEnv('PORTICO_BENCH_POSTGRES_URL', url);
    const text = await runShort(name);
    expect(scenarioTitles.map((title) => `## ${title}`)).toContain(text.split('\n')[0]);
    expect(text).not.toMatch(/NaN|undefined|Infinity/u);
    expect(text.split('\n').filter((line) => line.startsWith('| ')).length).toBeGreaterThan(2);
  });
});

test('embedded MUST deliver and record everything exactly once, and measure every contender as often', async () => {
  const { rounds, batchesOf100, singleEvents, todos, barePosts } = shortEmbedded;
  const series = await measureEmbedded(shortEmbedded);
  expect(series.map(({ runs }) => runs.length)).toEqual(series.map(() => rounds));
  const accepted = [batchesOf100 * 100, batchesOf100 * 100, singleEvents, singleEvents];
  const delivered = [todos, barePosts, todos, barePosts, todos, barePosts];
  expect(series.map(({ runs }) => runs[0]?.count)).toEqual([...accepted, ...delivered]);
});
