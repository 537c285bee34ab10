import { expect, test } from 'vitest';
import { createApiUnderTest, worldStart } from '../testing/api-under-test.ts';

test('MUST show the last 24 hours by the hour unless told otherwise', async () => {
  const { call } = await createApiUnderTest();
  const answer = await call('GET', '/api/v1/statistics');
  expect(answer.status).toBe(200);
  const platforms = answer.body.data?.['platforms'] as readonly {
    platform: string;
    periods: readonly { at: string }[];
  }[];
  expect(platforms.map(({ platform }) => platform)).toEqual(['jinzhi']);
  expect(platforms[0]?.periods.length).toBeGreaterThanOrEqual(24);
  expect(platforms[0]?.periods.length).toBeLessThanOrEqual(25);
});

test('MUST read times in the tenant’s zone and narrow to one platform', async () => {
  const { call } = await createApiUnderTest();
  const answer = await call(
    'GET',
    '/api/v1/statistics?platform=jinzhi&step=day&from=2026-11-20T00:00:00&to=2026-11-21T00:00:00',
  );
  expect([answer.status, answer.body.data?.['step']]).toEqual([200, 'day']);
});

test('MUST show causes and growth', async () => {
  const { call } = await createApiUnderTest();
  expect((await call('GET', '/api/v1/statistics/causes?platform=jinzhi')).body.data?.items).toEqual([]);
  const growth = await call('GET', '/api/v1/statistics/growth?days=7');
  expect(growth.body.data?.['tables']).toMatchObject([{ table: 'exchange' }, { table: 'attempt' }, {}, {}, {}]);
  expect(new Date(worldStart).getTime()).toBe(worldStart);
});

test.each([
  ['/api/v1/statistics?step=minute', '/query/step'],
  ['/api/v1/statistics?from=yesterday', '/query/from'],
  ['/api/v1/statistics?from=2026-11-21T00:00:00&to=2026-11-20T00:00:00', '/query/to'],
  ['/api/v1/statistics/causes', '/query/platform'],
  ['/api/v1/statistics/growth?days=0', '/query/days'],
  ['/api/v1/statistics/growth?days=x', '/query/days'],
])('MUST name what is wrong with %s', async (path, pointer) => {
  const { call } = await createApiUnderTest();
  const answer = await call('GET', path);
  expect([answer.status, answer.body.error?.details[0]?.pointer]).toEqual([400, pointer]);
});

test('MUST ask for the scope', async () => {
  const { call, keyWith } = await createApiUnderTest();
  const key = await keyWith(['todos:read']);
  for (const path of ['', '/growth', '/causes?platform=jinzhi'])
    expect((await call('GET', `/api/v1/statistics${path}`, { key })).status).toBe(403);
});
