import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freePort, startServerProcess, until, type ServerProcess } from './testing/server-process.ts';

let dataDir: string;
let server: ServerProcess | null = null;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'portico-operations-'));
});
afterEach(async () => {
  await server?.stop('SIGKILL');
  server = null;
  rmSync(dataDir, { recursive: true, force: true });
});

// Nobody listens on port 9.
const away = { PORTICO_RABBITMQ_URL: 'amqp://127.0.0.1:9', PORTICO_REDIS_URL: 'redis://127.0.0.1:9' };

test('MUST work without the broker and the Redis that are configured, and name what is missing', async () => {
  server = await startServerProcess(dataDir, await freePort(), away);
  const readiness = await server.call('GET', '/readyz');
  expect(readiness.status).toBe(200);
  expect(readiness.body.checks).toEqual([
    { name: 'store', ok: true },
    { name: 'worker', ok: true },
    { name: 'progress', ok: true },
    { name: 'broker', ok: true, detail: expect.stringContaining('degraded') },
    { name: 'redis', ok: true, detail: expect.stringContaining('degraded') },
  ]);
  const banner = await until('the banner is printed', 5_000, async () =>
    server?.output().includes('limits') === true ? server.output() : null,
  );
  expect(banner).toMatch(/doorbell +RabbitMQ\n/u);
  expect(banner).toMatch(/limits +Redis\n/u);
  const told = performance.now();
  await server.stop('SIGTERM');
  expect(performance.now() - told).toBeLessThan(10_500);
});

test('MUST tell its numbers on a port of their own where one is given', async () => {
  const port = await freePort();
  server = await startServerProcess(dataDir, await freePort(), { PORTICO_METRICS_PORT: String(port) });
  const at = (path: string): Promise<Response> => fetch(`http://127.0.0.1:${port}${path}`);
  expect((await at('/livez')).status).toBe(200);
  expect(await (await at('/readyz')).json()).toMatchObject({ status: 'ready' });
  const metrics = await (await at('/metrics')).text();
  for (const line of [
    'portico_store_up 1',
    'portico_worker_session_valid 1',
    'portico_lane_keys{tenant="default",lane="push/jinzhi",state="due"}',
  ])
    expect(metrics).toContain(line);
});
