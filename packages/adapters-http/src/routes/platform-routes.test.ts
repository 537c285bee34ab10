import { describe, expect, test } from 'vitest';
import { createApiUnderTest } from '../testing/api-under-test.ts';
import { runTwice, statuses } from '../testing/run-twice.ts';
import { samplePlatformBody } from '../testing/sample-bodies.ts';

const path = '/api/v1/task-center/platforms';

describe('platforms', () => {
  test('MUST show secrets by name only', async () => {
    const { call } = await createApiUnderTest();
    const created = await call('POST', path, { body: samplePlatformBody() });
    expect(created.status).toBe(201);
    expect(created.headers.get('location')).toBe(`${path}/jinzhi`);
    expect(created.body.data).toMatchObject({
      code: 'jinzhi',
      kind: 'jinzhi',
      enabled: false,
      secrets: { appSecret: { set: true } },
    });
    const listed = await call('GET', path);
    expect(JSON.stringify([created.body, listed.body])).not.toContain('s3cret-value');
  });

  test('MUST not create twice', async () => {
    const { call } = await createApiUnderTest();
    await runTwice(() => call('POST', path, { body: samplePlatformBody() })).expect(statuses(201, 409));
  });

  test('MUST answer a repeated Idempotency-Key with what it answered', async () => {
    const { call } = await createApiUnderTest();
    const headers = { 'Idempotency-Key': 'create-1' };
    const first = await call('POST', path, { body: samplePlatformBody(), headers });
    const second = await call('POST', path, { body: samplePlatformBody(), headers });
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(second.headers.get('x-content-type-options')).toBe('nosniff');
    expect(second.headers.get('x-request-id')).not.toBe(first.headers.get('x-request-id'));
    const other = await call('POST', path, { body: samplePlatformBody({ name: 'other' }), headers });
    expect([other.status, other.body.error?.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  });

  test('MUST let a failed creation be tried again under its Idempotency-Key', async () => {
    const { call } = await createApiUnderTest();
    const headers = { 'Idempotency-Key': 'create-1' };
    const failed = await call('POST', path, { body: samplePlatformBody({ settings: {} }), headers });
    expect([failed.status, failed.body.error?.details]).toEqual([
      400,
      [{ pointer: '/settings/appId', message: 'is required' }],
    ]);
    expect((await call('POST', path, { body: samplePlatformBody(), headers })).status).toBe(201);
  });

  test('MUST refuse an Idempotency-Key that is none', async () => {
    const { call } = await createApiUnderTest();
    const answer = await call('POST', path, { body: samplePlatformBody(), headers: { 'Idempotency-Key': 'a b' } });
    expect([answer.status, answer.body.error?.details[0]?.pointer]).toEqual([400, '/header/Idempotency-Key']);
  });

  test.each([
    ['an unknown kind', { kind: 'nothing' }, '/kind'],
    ['a code with capitals', { code: 'JinZhi' }, '/code'],
    ['no address', { baseUrl: undefined }, '/baseUrl'],
    ['an unknown field', { colour: 'red' }, '/colour'],
    ['too much concurrency', { concurrency: 1001 }, '/concurrency'],
    ['an empty secret', { secrets: { appSecret: '' } }, '/secrets/appSecret'],
    ['a null character in a setting', { settings: { appId: 'a\u0000' } }, '/settings/appId'],
    ['a lone surrogate in a name of a setting', { settings: { ['\udc00']: 1 } }, '/settings/\ufffd'],
  ])('MUST name the field of %s', async (_case, fields, pointer) => {
    const { call } = await createApiUnderTest();
    const { status, body } = await call('POST', path, { body: samplePlatformBody(fields) });
    expect([status, body.error?.details[0]?.pointer]).toEqual([400, pointer]);
  });

  test('MUST change what is given and keep the rest, unless somebody else changed it meanwhile', async () => {
    const { call } = await createApiUnderTest();
    const etag = (await call('POST', path, { body: samplePlatformBody() })).headers.get('etag') ?? '';
    const change = (): ReturnType<typeof call> =>
      call('PATCH', `${path}/jinzhi`, {
        body: { name: 'new', secrets: { appSecret: null } },
        headers: { 'If-Match': etag },
      });
    const changed = await change();
    expect(changed.body.data).toMatchObject({ name: 'new', baseUrl: 'https://tasks.example.edu', secrets: {} });
    expect([(await change()).status, (await call('PATCH', `${path}/none`, { body: {} })).status]).toEqual([412, 404]);
    const garbled = await call('PATCH', `${path}/jinzhi`, { body: {}, headers: { 'If-Match': 'W/"x"' } });
    expect([garbled.status, garbled.body.error?.details[0]?.pointer]).toEqual([400, '/header/If-Match']);
    await runTwice(() => call('PATCH', `${path}/jinzhi`, { body: { name: 'again' } })).expect(statuses(200, 200));
  });

  test.each([
    ['enable', { enabled: true }],
    ['disable', { enabled: false }],
    ['pause', { lane: { name: 'push/jinzhi', paused: true } }],
    ['resume', { lane: { name: 'push/jinzhi', paused: false } }],
  ])('MUST %s, again and again', async (action, shown) => {
    const { call } = await createApiUnderTest();
    await call('POST', path, { body: samplePlatformBody() });
    await runTwice(() => call('POST', `${path}/jinzhi/${action}`)).expect(statuses(200, 200));
    expect((await call('GET', `${path}/jinzhi`)).body.data).toMatchObject(shown);
    expect((await call('POST', `${path}/none/${action}`)).status).toBe(404);
  });

  test('MUST tell what a connection test came to', async () => {
    const { call } = await createApiUnderTest();
    await call('POST', path, { body: samplePlatformBody() });
    await runTwice(() => call('POST', `${path}/jinzhi/test`)).expect(statuses(200, 200));
    const { body } = await call('POST', `${path}/jinzhi/test`);
    expect(body.data).toMatchObject({
      ok: false,
      outcome: { kind: 'credentials', reason: 'rejected' },
      exchanges: [{ purpose: 'push' }],
    });
  });

  test('MUST forget a platform once', async () => {
    const { call } = await createApiUnderTest();
    await call('POST', path, { body: samplePlatformBody() });
    await runTwice(() => call('DELETE', `${path}/jinzhi`)).expect(statuses(200, 404));
  });

  test('MUST list the kinds with the schema of their settings', async () => {
    const { call } = await createApiUnderTest();
    const { body } = await call('GET', '/api/v1/task-center/platform-kinds');
    expect(body.data?.items?.[0]).toMatchObject({
      kind: 'jinzhi',
      contract: 'verified',
      config_field: [{ name: 'appId', required: true }],
    });
  });
});

describe('rules', () => {
  test('MUST replace all of them, again and again', async () => {
    const { call } = await createApiUnderTest();
    const rules = [{ name: '问卷不推送', effect: 'exclude', match: { categories: ['questionnaire'] } }];
    await runTwice(() => call('PUT', '/api/v1/task-center/rules', { body: { rules } })).expect(statuses(200, 200));
    const { body } = await call('GET', '/api/v1/task-center/rules');
    expect(body.data?.items).toMatchObject([
      { effect: 'exclude', platforms: null, match: { categories: ['questionnaire'], personIds: null } },
    ]);
    const bad = await call('PUT', '/api/v1/task-center/rules', {
      body: { rules: [{ name: 'x', effect: 'drop', match: {} }] },
    });
    expect([bad.status, bad.body.error?.details[0]?.pointer]).toEqual([400, '/rules/0/effect']);
  });
});
