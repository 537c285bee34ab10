import { expect, test } from 'vitest';
import type { Check } from './check.ts';
import { createHealthApp } from './health-app.ts';

const get = async (
  path: string,
  checks: () => Promise<readonly Check[]>,
): Promise<{ readonly status: number; readonly text: string }> => {
  const metric = { name: 'portico_up', help: 'One.', type: 'gauge' as const, samples: [{ value: 1 }] };
  const app = createHealthApp({ checks, metrics: async () => [metric] });
  const response = await app(new Request(`http://127.0.0.1${path}`));
  return { status: response.status, text: await response.text() };
};

const fine: Check = { name: 'store', ok: true };

test('MUST be alive whatever the checks say', async () => {
  expect((await get('/livez', () => Promise.reject(new Error('secret host')))).status).toBe(200);
});

test('MUST be ready while every check is, though something be degraded', async () => {
  const degraded: Check = { name: 'broker', ok: true, detail: 'degraded: away' };
  const ready = await get('/readyz', async () => [fine, degraded]);
  expect([ready.status, JSON.parse(ready.text)]).toEqual([200, { status: 'ready', checks: [fine, degraded] }]);
  const broken = await get('/readyz', async () => [fine, { name: 'worker', ok: false }]);
  expect([broken.status, JSON.parse(broken.text).status]).toEqual([503, 'not ready']);
});

test('MUST NOT be ready when the checks fail or hang, nor tell why in other words than its own', async () => {
  const failed = await get('/readyz', () => Promise.reject(new Error('secret host')));
  expect(failed.status).toBe(503);
  expect(failed.text).not.toContain('secret');
  expect((await get('/readyz', () => new Promise(() => {}))).status).toBe(503);
});

test('MUST tell its metrics and those of the process, and know nothing else', async () => {
  const { status, text } = await get('/metrics', async () => [fine]);
  expect(status).toBe(200);
  expect(text).toContain('portico_up 1\n');
  expect(text).toContain('process_cpu_seconds_total');
  expect((await get('/', async () => [fine])).status).toBe(404);
});
