import { errAsync, okAsync, ResultAsync } from 'neverthrow';
import { describe, expect, test } from 'vitest';
import { createApiUnderTest } from './testing/api-under-test.ts';
import { sampleEventBody } from './testing/sample-bodies.ts';

const events = '/api/v1/task-center/events';

describe('every request', () => {
  test('MUST carry a request id in and out', async () => {
    const { call } = await createApiUnderTest();
    const given = await call('GET', '/api/v1/access/me', { headers: { 'X-Request-Id': 'from-the-client.1' } });
    expect([given.headers.get('x-request-id'), given.body.requestId]).toEqual([
      'from-the-client.1',
      'from-the-client.1',
    ]);
    const made = await call('GET', '/api/v1/access/me', { headers: { 'X-Request-Id': 'has spaces' } });
    expect(made.headers.get('x-request-id')).toMatch(/^id-\d+$/);
    expect(made.headers.get('x-request-id')).toBe(made.body.requestId);
  });

  test('MUST answer with security headers and without CORS', async () => {
    const { call } = await createApiUnderTest();
    const { headers } = await call('GET', '/api/v1/access/me', { headers: { Origin: 'https://elsewhere.example' } });
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  test('MUST speak Chinese, and English when asked', async () => {
    const { call } = await createApiUnderTest();
    const chinese = await call('GET', '/api/v1/nowhere');
    const english = await call('GET', '/api/v1/nowhere', { headers: { 'Accept-Language': 'fr, en;q=0.8, zh;q=0.1' } });
    expect([chinese.body.detail, english.body.detail]).toEqual(['路径不存在', 'There is nothing at this path']);
    expect(chinese.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  });

  test('MUST tell a wrong path from a wrong method', async () => {
    const { call } = await createApiUnderTest();
    expect((await call('GET', '/nowhere')).status).toBe(404);
    const wrong = await call('DELETE', events);
    expect([wrong.status, wrong.headers.get('allow'), wrong.body.error?.code]).toEqual([
      405,
      'POST',
      'METHOD_NOT_ALLOWED',
    ]);
    expect((await call('PUT', '/api/v1/task-center/platforms')).headers.get('allow')).toBe('GET, HEAD, POST');
  });
});

describe('bodies', () => {
  test.each([
    ['{"eventId":"evt-1",}', 1, 20],
    ['{"a":1}\n garbage', 2, 2],
    ['[1,2', 1, 5],
    ['{"a":"\u0001"}', 1, 6],
    ['nul', 1, 1],
  ])('MUST say where %j stops being JSON', async (body, line, column) => {
    const { call } = await createApiUnderTest();
    const answer = await call('POST', events, { body, headers: { 'Accept-Language': 'en' } });
    expect([answer.status, answer.body.error?.code]).toEqual([400, 'JSON_INVALID']);
    expect(answer.body.detail).toContain(`line ${line}, column ${column} `);
  });

  test('MUST refuse nesting beyond 64 levels', async () => {
    const { call } = await createApiUnderTest();
    const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;
    expect((await call('POST', events, { body: nested(64) })).body.error?.code).toBe('INVALID');
    expect((await call('POST', events, { body: nested(65) })).body.error?.code).toBe('JSON_TOO_DEEP');
    const million = await call('POST', events, { body: '['.repeat(1_000_000) });
    expect(million.body.detail).toContain('64');
  });

  test.each([['text/plain'], ['application/x-www-form-urlencoded'], ['application/json; charset=latin1'], ['']])(
    'MUST refuse the content type %j',
    async (type) => {
      const { call } = await createApiUnderTest();
      const answer = await call('POST', events, {
        body: JSON.stringify(sampleEventBody()),
        headers: { 'Content-Type': type },
      });
      expect([answer.status, answer.body.error?.code]).toEqual([415, 'MEDIA_TYPE_UNSUPPORTED']);
    },
  );

  test('MUST refuse compressed bodies and bytes that are not UTF-8', async () => {
    const { app, adminKey } = await createApiUnderTest();
    const send = (body: Uint8Array<ArrayBuffer>, headers: Record<string, string>): Promise<number> =>
      Promise.resolve(
        app.request(events, {
          method: 'POST',
          body,
          headers: { 'X-API-Key': adminKey, 'Content-Type': 'application/json', ...headers },
        }),
      ).then(({ status }) => status);
    expect(await send(Uint8Array.of(0x1f, 0x8b), { 'Content-Encoding': 'gzip' })).toBe(415);
    expect(await send(Uint8Array.of(0x22, 0xff, 0x22), {})).toBe(415);
  });

  test('MUST refuse a body of 5 MB, announced or not, and name the limit', async () => {
    const { call } = await createApiUnderTest();
    const big = JSON.stringify({ events: ['x'.repeat(5_000_000)] });
    for (const headers of [{}, { 'Content-Length': String(big.length) }, { 'Content-Length': '10' }]) {
      const answer = await call('POST', events, { body: big, headers });
      expect([answer.status, answer.body.error?.code]).toEqual([413, 'BODY_TOO_LARGE']);
      expect(answer.body.detail).toContain('4194304');
    }
  });

  test('MUST spend little on a body full of mistakes', async () => {
    const { call } = await createApiUnderTest();
    const mistakes = (bytes: number): string => `[${Array.from({ length: bytes / 2 - 200 }, () => '1').join(',')}]`;
    const key = await call('POST', '/api/v1/access/api-keys', {
      body: `{"name":"x","scopes":${mistakes(256 * 1024)}}`,
    });
    const rules = await call('PUT', '/api/v1/task-center/rules', { body: `{"rules":${mistakes(1024 * 1024)}}` });
    expect([key.status, rules.status]).toEqual([400, 400]);
    expect(rules.body.error?.details.length).toBeLessThanOrEqual(20);
    const big = await call('POST', '/api/v1/access/api-keys', {
      body: `{"name":"${'x'.repeat(300_000)}"}`,
      headers: { 'Accept-Language': 'en' },
    });
    expect([big.status, big.body.detail]).toEqual([413, 'The body is larger than the limit of 262144 bytes']);
  });

  test('MUST read no more of an endless body than the limit', async () => {
    const { app, adminKey } = await createApiUnderTest();
    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 65_536;
        controller.enqueue(new Uint8Array(65_536).fill(0x20));
      },
    });
    const init: RequestInit & { duplex: 'half' } = {
      method: 'POST',
      body: endless,
      duplex: 'half',
      headers: { 'X-API-Key': adminKey, 'Content-Type': 'application/json' },
    };
    const response = await app.request(new Request(`http://localhost${events}`, init));
    expect(response.status).toBe(413);
    expect(pulled).toBeLessThan(5 * 1024 * 1024);
  });
});

describe('failures', () => {
  const unavailable = { code: 'STORE_UNAVAILABLE', message: 'connect ECONNREFUSED db.internal:5432' } as const;

  test('MUST say when to come back when the store is away, and nothing about it', async () => {
    const { call } = await createApiUnderTest({ workflow: { recordEngineEvents: () => errAsync(unavailable) } });
    const answer = await call('POST', events, { body: sampleEventBody() });
    expect([answer.status, answer.headers.get('retry-after'), answer.body.error?.code]).toEqual([
      503,
      '1',
      'STORE_UNAVAILABLE',
    ]);
    expect(JSON.stringify(answer.body)).not.toContain('db.internal');
  });

  test('MUST log a defect with its request id and hide it', async () => {
    const boom = new Error('boom');
    const { call, errors } = await createApiUnderTest({
      taskCenter: { overview: () => ResultAsync.fromSafePromise(Promise.reject(boom)) },
    });
    const answer = await call('GET', '/api/v1/overview');
    expect([answer.status, answer.body.error?.code]).toEqual([500, 'INTERNAL']);
    expect(JSON.stringify(answer.body)).not.toContain('boom');
    expect(errors).toEqual([boom]);
  });
});

describe('beside the API', () => {
  test('MUST tell health and readiness', async () => {
    const ready = await createApiUnderTest();
    expect((await ready.app.request('/healthz')).status).toBe(200);
    expect((await ready.app.request('/readyz')).status).toBe(200);
    const broken = await createApiUnderTest({ readiness: () => Promise.reject(new Error('secret host')) });
    const answer = await broken.app.request('/readyz');
    expect([answer.status, (await answer.text()).includes('secret host')]).toEqual([503, false]);
    const hanging = await createApiUnderTest({ readiness: () => new Promise(() => undefined) });
    const asked = hanging.app.request('/readyz');
    await hanging.clock.advance(2_000);
    expect((await asked).status).toBe(503);
  });

  test('MUST show lanes, requests and the process to Prometheus', async () => {
    const { app, call } = await createApiUnderTest();
    await call('POST', events, { body: sampleEventBody() });
    await call('GET', '/nowhere');
    const response = await app.request('/metrics');
    const text = await response.text();
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(text).toContain('portico_lane_keys{tenant="default",lane="push/jinzhi",state="parked"} 3');
    expect(text).toContain('portico_lane_oldest_due_seconds{tenant="default",lane="push/jinzhi"} 1.5');
    expect(text).toContain('portico_lane_recent_attempts{tenant="default",lane="push/jinzhi",outcome="done"} 9');
    expect(text).toContain(`portico_http_requests_total{method="POST",route="${events}",status="202"} 1`);
    expect(text).toContain('portico_http_requests_total{method="GET",route="unmatched",status="404"} 1');
    expect(text).toContain('nodejs_eventloop_lag_seconds{quantile="0.99"}');
    for (const line of text.trim().split('\n'))
      expect(line).toMatch(/^(# (HELP|TYPE) .+|[a-z0-9_]+(\{[^{}]*\})? -?[\d.e+-]+)$/);
  });

  test('MUST keep metrics to those who have the token, where one is set', async () => {
    const { app } = await createApiUnderTest({
      options: { metricsToken: 'scrape' },
      taskCenter: { listLanes: () => okAsync([]) },
    });
    expect((await app.request('/metrics')).status).toBe(401);
    expect((await app.request('/metrics', { headers: { Authorization: 'Bearer scrape' } })).status).toBe(200);
  });
});
