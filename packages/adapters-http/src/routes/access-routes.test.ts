import { createMemoryRateLimiter } from '@portico/core/memory';
import { describe, expect, test } from 'vitest';
import { createApiUnderTest } from '../testing/api-under-test.ts';
import { runTwice, statuses } from '../testing/run-twice.ts';
import { sampleEventBody } from '../testing/sample-bodies.ts';

const keys = '/api/v1/access/api-keys';
const me = '/api/v1/access/me';

describe('who may', () => {
  test('MUST ask for credentials', async () => {
    const { call } = await createApiUnderTest();
    for (const headers of [
      {},
      { 'X-API-Key': 'pk_nobody' },
      { Authorization: 'Bearer x.y.z' },
      { Authorization: 'Basic abc' },
      { 'X-API-Key': 'k'.repeat(5000) },
    ]) {
      const answer = await call('GET', me, { key: null, headers });
      expect([answer.status, answer.headers.get('www-authenticate'), answer.body.error?.code]).toEqual([
        401,
        'Bearer realm="portico"',
        'UNAUTHENTICATED',
      ]);
    }
  });

  test('MUST name the scope that is missing', async () => {
    const { call, keyWith } = await createApiUnderTest();
    const key = await keyWith(['todos:read']);
    const answer = await call('POST', '/api/v1/task-center/events', { key, body: sampleEventBody() });
    expect([answer.status, answer.body.error?.code]).toEqual([403, 'FORBIDDEN']);
    expect(answer.body.detail).toContain('events:write');
    expect((await call('GET', '/api/v1/task-center/todos', { key })).status).toBe(200);
  });

  test('MUST turn a key into a token that may as much, or less', async () => {
    const { call, clock } = await createApiUnderTest();
    await runTwice(() => call('POST', '/api/v1/auth/token')).expect(statuses(200, 200));
    const issued = await call('POST', '/api/v1/auth/token', { body: { scopes: ['todos:read'] } });
    const { token, expiresIn } = issued.body.data as { token: string; expiresIn: number };
    expect(expiresIn).toBe(900);
    const headers = { Authorization: `Bearer ${token}` };
    expect((await call('GET', me, { key: null, headers })).body.data).toMatchObject({ scopes: ['todos:read'] });
    expect((await call('GET', keys, { key: null, headers })).status).toBe(403);
    const renewal = await call('POST', '/api/v1/auth/token', { key: null, headers });
    expect([renewal.status, renewal.body.error?.code]).toEqual([403, 'CREDENTIALS_NOT_KEY']);
    clock.jump(901_000);
    expect((await call('GET', me, { key: null, headers })).status).toBe(401);
  });

  test('MUST not give a token more than its key', async () => {
    const { call, keyWith } = await createApiUnderTest();
    const answer = await call('POST', '/api/v1/auth/token', {
      key: await keyWith(['todos:read']),
      body: { scopes: ['admin'] },
    });
    expect([answer.status, answer.body.error?.code]).toEqual([403, 'FORBIDDEN']);
  });

  test('MUST show a new key once and revoke it once', async () => {
    const { call } = await createApiUnderTest();
    const created = await call('POST', keys, {
      body: { name: 'OA', scopes: ['events:write'], expiresAt: '2027-01-01T00:00:00' },
    });
    const { id, secret, expiresAt } = created.body.data as { id: string; secret: string; expiresAt: string };
    expect([created.status, expiresAt]).toEqual([201, '2026-12-31T16:00:00.000Z']);
    expect((await call('GET', me, { key: secret })).body.data).toMatchObject({ name: 'OA', tenant: 'default' });
    expect(JSON.stringify((await call('GET', keys)).body)).not.toContain(secret);
    expect((await call('DELETE', `${keys}/${id}`)).status).toBe(200);
    expect((await call('GET', me, { key: secret })).status).toBe(401);
    expect((await call('DELETE', `${keys}/none`)).status).toBe(404);
  });

  test('MUST make another key for the same request, unless it has an Idempotency-Key', async () => {
    const { call } = await createApiUnderTest();
    const make = (headers: Record<string, string>): ReturnType<typeof call> =>
      call('POST', keys, { body: { name: 'OA', scopes: ['events:write'] }, headers });
    await runTwice(() => make({})).expect(statuses(201, 201));
    const [first, second] = [await make({ 'Idempotency-Key': 'k' }), await make({ 'Idempotency-Key': 'k' })];
    expect(second.body.data?.['id']).toBe(first.body.data?.['id']);
  });

  test.each([
    ['no name', { scopes: ['admin'] }, '/name'],
    ['an unknown scope', { name: 'x', scopes: ['everything'] }, '/scopes/0'],
    ['no scope', { name: 'x', scopes: [] }, '/scopes'],
    ['a time that is none', { name: 'x', scopes: ['admin'], expiresAt: 'never' }, '/expiresAt'],
  ])('MUST name the field of a key with %s', async (_case, body, pointer) => {
    const { call } = await createApiUnderTest();
    const answer = await call('POST', keys, { body });
    expect([answer.status, answer.body.error?.details[0]?.pointer]).toEqual([400, pointer]);
  });
});

describe('limits', () => {
  test('MUST slow down who fails to authenticate, and nobody else', async () => {
    const { call, clock } = await createApiUnderTest({ options: { failedSignIns: { perSecond: 1, burst: 3 } } });
    await call('GET', me);
    const seen: number[] = [];
    for (let attempt = 0; attempt < 5; attempt += 1)
      seen.push((await call('GET', me, { key: `pk_guess${attempt}` })).status);
    expect(seen).toEqual([401, 401, 401, 429, 429]);
    expect((await call('GET', me)).status).toBe(200);
    const blocked = await call('GET', me, { key: 'pk_guess9' });
    expect([blocked.headers.get('retry-after'), blocked.body.error?.code]).toEqual(['1', 'TOO_MANY_FAILED_SIGN_INS']);
    await clock.advance(1_000);
    expect((await call('GET', me, { key: 'pk_guess9' })).status).toBe(401);
  });

  test('MUST tell a key how much it may still ask, and when to come back', async () => {
    const { call, clock, keyWith } = await createApiUnderTest({ options: { requests: { perSecond: 1, burst: 2 } } });
    const first = await call('GET', me);
    expect([first.headers.get('ratelimit-policy'), first.headers.get('ratelimit')]).toEqual([
      '"requests";q=2;w=2',
      '"requests";r=1;t=0',
    ]);
    await call('GET', me);
    const third = await call('GET', me);
    expect([third.status, third.headers.get('retry-after'), third.body.error?.code]).toEqual([
      429,
      '1',
      'RATE_LIMITED',
    ]);
    expect((await call('GET', me, { key: await keyWith(['todos:read']) })).status).toBe(200);
    await clock.advance(1_000);
    expect((await call('GET', me)).status).toBe(200);
  });

  test('MUST count together with other processes where there is a limiter', async () => {
    const options = { requests: { perSecond: 0.1, burst: 3 } };
    let now = 0;
    const rateLimiter = createMemoryRateLimiter({ monotonic: () => now });
    now += 60_000;
    const { call } = await createApiUnderTest({ options, rateLimiter });
    expect((await call('GET', me)).headers.get('ratelimit')).toBe('"requests";r=2;t=0');
    const id = (await call('GET', me)).body.data?.['keyId'];
    (await rateLimiter.take([{ key: `requests ${String(id)}`, ...options.requests, wanted: 5 }]))._unsafeUnwrap();
    const refused = await call('GET', me);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '10']);
  });
});
