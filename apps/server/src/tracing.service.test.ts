import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startOtlpReceiver, type OtlpReceiver } from './testing/otlp-receiver.ts';
import type { SeenSpan } from './testing/read-otlp.ts';
import { engineHistory } from './testing/engine-history.ts';
import { freePort, startServerProcess, until, type ServerProcess } from './testing/server-process.ts';

const [server, client, consumer] = [2, 3, 5];
const events = '/api/v1/task-center/events';
const upstream = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };
const traceparent = `00-${upstream.traceId}-${upstream.spanId}-01`;

let dataDir: string;
let receiver: OtlpReceiver;
let running: ServerProcess | null = null;
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'portico-tracing-'));
  receiver = await startOtlpReceiver();
});
afterEach(async () => {
  await running?.stop('SIGKILL');
  running = null;
  await receiver.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const start = async (env: Record<string, string>): Promise<ServerProcess> =>
  (running = await startServerProcess(dataDir, await freePort(), env));

const post = (at: ServerProcess, body: unknown, headers: Record<string, string>): Promise<Response> =>
  fetch(`${at.url}${events}`, {
    method: 'POST',
    headers: { 'X-API-Key': at.apiKey, 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

const oneEvent = (eventId: string) => ({
  ...engineHistory(2, 7, Date.now() - 3_600_000).find(({ action }) => action === 'receive'),
  eventId,
});

describe('A server that is told where to send traces', () => {
  test('MUST send one trace from the request to the settlement, below the caller', async () => {
    const at = await start({
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-collector-key=abc',
      OTEL_SERVICE_NAME: 'hub of the tests',
    });
    expect((await post(at, oneEvent('evt-traced'), { traceparent })).status).toBe(202);
    const ours = (): readonly SeenSpan[] => receiver.spans().filter(({ traceId }) => traceId === upstream.traceId);
    const settled = (): readonly SeenSpan[] => ours().filter(({ name }) => name.startsWith('settle '));
    const attempts = (): readonly SeenSpan[] => ours().filter(({ name }) => name.startsWith('attempt push/'));
    const finished = (): number =>
      attempts().filter(({ attributes }) => attributes['portico.outcome'] === 'done').length;
    await until('every attempt is settled', 20_000, async () =>
      finished() >= 4 && attempts().length === settled().length ? true : null,
    );

    const [root, ...more] = ours().filter(({ kind }) => kind === server);
    expect(more).toEqual([]);
    expect(root).toMatchObject({
      service: 'hub of the tests',
      name: `POST ${events}`,
      parentId: upstream.spanId,
      failed: false,
      attributes: { 'http.route': events, 'http.response.status_code': 202 },
    });
    const vendors = ours().filter(({ kind }) => kind === client);
    for (const attempt of attempts()) {
      expect(attempt).toMatchObject({ kind: consumer, parentId: root?.spanId });
      expect(settled().filter(({ parentId }) => parentId === attempt.spanId)).toHaveLength(1);
      if (attempt.attributes['portico.outcome'] !== 'done') continue;
      const asked = vendors.filter(({ parentId }) => [attempt.spanId, ...attempt.links].includes(parentId));
      expect(asked.length).toBeGreaterThan(0);
      expect(asked.at(-1)).toMatchObject({
        attributes: { 'http.request.method': 'POST', 'http.response.status_code': 200 },
      });
    }
    expect(new Set(attempts().map(({ attributes }) => attributes['portico.lane'])).size).toBeGreaterThanOrEqual(4);
    expect(ours().length).toBe(1 + attempts().length + settled().length + vendors.length);
    expect(receiver.headers()[0]).toMatchObject({ 'x-collector-key': 'abc' });
    // Queries hold tokens of vendors, and keys do not belong into traces.
    const text = JSON.stringify(receiver.spans());
    expect(text).not.toContain(at.apiKey);
    expect(vendors.map(({ attributes }) => attributes['url.full'])).not.toContainEqual(expect.stringContaining('?'));
  });

  test('MUST take a traceparent that cannot be read for none, and answer as ever', async () => {
    const at = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint });
    const odd = [
      '',
      'x',
      traceparent.toUpperCase(),
      `${traceparent}-more`,
      '00-0-0-0',
      'ÿ'.repeat(40),
      '0'.repeat(4_000),
    ];
    for (const [index, value] of odd.entries())
      expect((await post(at, oneEvent(`evt-odd-${index}`), { traceparent: value })).status).toBe(202);
    await at.stop('SIGTERM');
    const requests = receiver.spans().filter(({ kind, name }) => kind === server && name.endsWith(events));
    expect(requests.map(({ parentId }) => parentId)).toEqual(odd.map(() => ''));
    expect(new Set(requests.map(({ traceId }) => traceId)).size).toBe(odd.length);
    expect(new Set(receiver.spans().map(({ service }) => service))).toEqual(new Set(['portico-server']));
  });

  test('MUST work as ever while the collector is away, say so, and end in time', async () => {
    await receiver.close();
    const at = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint, OTEL_EXPORTER_OTLP_TIMEOUT: '500' });
    expect((await post(at, oneEvent('evt-away'), { traceparent })).status).toBe(202);
    await until('it says so', 20_000, async () => (at.output().includes('Traces cannot be delivered') ? true : null));
    const begun = performance.now();
    await at.stop('SIGTERM');
    expect(performance.now() - begun).toBeLessThan(10_000);
    receiver = await startOtlpReceiver();
  });

  test('MUST send nothing when it is told not to', async () => {
    const at = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint, PORTICO_TRACES: 'off' });
    expect((await post(at, oneEvent('evt-off'), { traceparent })).status).toBe(202);
    await at.stop('SIGTERM');
    expect(receiver.headers()).toEqual([]);
  });
});
