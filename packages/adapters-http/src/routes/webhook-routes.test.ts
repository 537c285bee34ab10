import { describe, expect, test } from 'vitest';
import { createApiUnderTest } from '../testing/api-under-test.ts';
import { runTwice, statuses } from '../testing/run-twice.ts';

const path = '/api/v1/webhooks';

const sampleWebhook = (fields: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  code: 'portal',
  name: '门户',
  url: 'https://portal.example.edu/hooks?from=portico',
  types: ['todo.*'],
  ...fields,
});

describe('webhooks', () => {
  test('MUST show a secret once, and never again', async () => {
    const { call } = await createApiUnderTest();
    const created = await call('POST', path, { body: sampleWebhook() });
    expect([created.status, created.headers.get('location')]).toEqual([201, `${path}/portal`]);
    const secret = String(created.body.data?.['secret']);
    expect(secret).toMatch(/^whsec_[0-9A-Za-z+/]{43}=$/);
    expect(created.body.data).toMatchObject({
      code: 'portal',
      types: ['todo.*'],
      enabled: true,
      secrets: [{ signsUntil: null }],
      lane: { name: 'webhook/portal', paused: false },
    });
    const [shown, listed] = [await call('GET', `${path}/portal`), await call('GET', path)];
    expect(shown.body.data).toMatchObject({ name: '门户' });
    expect(JSON.stringify([shown.body, listed.body])).not.toContain(secret.slice(6));
    expect(listed.body.data?.items).toHaveLength(1);
  });

  test('MUST take a secret of the caller’s own', async () => {
    const { call } = await createApiUnderTest();
    const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
    expect((await call('POST', path, { body: sampleWebhook({ secret }) })).body.data).toMatchObject({ secret });
  });

  test('MUST not create twice', async () => {
    const { call } = await createApiUnderTest();
    await runTwice(() => call('POST', path, { body: sampleWebhook() })).expect(statuses(201, 409));
  });

  test.each([
    ['a code with capitals', { code: 'Portal' }, '/code'],
    ['no code', { code: undefined }, '/code'],
    ['no address', { url: undefined }, '/url'],
    ['an address of another scheme', { url: 'file:///etc/passwd' }, '/url'],
    ['an address with a password', { url: 'https://a:b@portal.example.edu/' }, '/url'],
    ['an address with a fragment', { url: 'https://portal.example.edu/#x' }, '/url'],
    ['an address with a line break', { url: 'https://portal.example.edu/\r\nx' }, '/url'],
    ['an address with a port beyond all ports', { url: 'https://portal.example.edu:70000/' }, '/url'],
    ['no types at all', { types: [] }, '/types'],
    ['a type that is none', { types: ['todo.*', 'Todo'] }, '/types/1'],
    ['a star in the middle', { types: ['todo.*.x'] }, '/types/0'],
    ['a short secret', { secret: 'whsec_YWJj' }, '/secret'],
    ['a secret that is no base64', { secret: `whsec_${'*'.repeat(40)}` }, '/secret'],
    ['an unknown field', { colour: 'red' }, '/colour'],
    ['a null character in the name', { name: 'a\u0000' }, '/name'],
  ])('MUST name the field of %s', async (_case, fields, pointer) => {
    const { call, errors } = await createApiUnderTest();
    const { status, body } = await call('POST', path, { body: sampleWebhook(fields) });
    expect([status, body.error?.details[0]?.pointer, errors]).toEqual([400, pointer, []]);
  });

  test('MUST change what is given and keep the rest, unless somebody else changed it meanwhile', async () => {
    const { call } = await createApiUnderTest();
    const etag = (await call('POST', path, { body: sampleWebhook() })).headers.get('etag') ?? '';
    const change = () => call('PATCH', `${path}/portal`, { body: { types: null }, headers: { 'If-Match': etag } });
    expect((await change()).body.data).toMatchObject({ types: null, name: '门户', revision: 2 });
    expect([(await change()).status, (await call('PATCH', `${path}/none`, { body: {} })).status]).toEqual([412, 404]);
    const garbled = await call('PATCH', `${path}/portal`, { body: {}, headers: { 'If-Match': 'W/"x"' } });
    expect([garbled.status, garbled.body.error?.details[0]?.pointer]).toEqual([400, '/header/If-Match']);
    await runTwice(() => call('PATCH', `${path}/portal`, { body: { name: 'again' } })).expect(statuses(200, 200));
  });

  test.each([
    ['disable', { enabled: false, disabledBecause: 'hand', lane: { paused: true } }],
    ['enable', { enabled: true, disabledBecause: null, lane: { paused: false } }],
  ])('MUST %s, again and again', async (action, shown) => {
    const { call } = await createApiUnderTest();
    await call('POST', path, { body: sampleWebhook() });
    await runTwice(() => call('POST', `${path}/portal/${action}`)).expect(statuses(200, 200));
    expect((await call('GET', `${path}/portal`)).body.data).toMatchObject(shown);
    expect((await call('POST', `${path}/none/${action}`)).status).toBe(404);
  });

  test('MUST let the old secret sign along for a day', async () => {
    const { call, clock } = await createApiUnderTest();
    const first = await call('POST', path, { body: sampleWebhook() });
    const second = await call('POST', `${path}/portal/rotate-secret`, { body: {} });
    expect(second.body.data?.['secret']).not.toBe(first.body.data?.['secret']);
    expect(second.body.data?.['secrets']).toEqual([
      { signsUntil: null },
      { signsUntil: new Date(clock.now() + 86_400_000).toISOString() },
    ]);
    const headers = { 'Idempotency-Key': 'rotate-1' };
    const third = await call('POST', `${path}/portal/rotate-secret`, { headers });
    expect((await call('POST', `${path}/portal/rotate-secret`, { headers })).body).toEqual(third.body);
    expect(third.body.data?.['secrets']).toHaveLength(3);
    expect((await call('POST', `${path}/none/rotate-secret`)).status).toBe(404);
    const bad = await call('POST', `${path}/portal/rotate-secret`, { body: { secret: 'x' } });
    expect([bad.status, bad.body.error?.details[0]?.pointer]).toEqual([400, '/secret']);
  });

  test('MUST forget a webhook once', async () => {
    const { call } = await createApiUnderTest();
    await call('POST', path, { body: sampleWebhook() });
    await runTwice(() => call('DELETE', `${path}/portal`)).expect(statuses(200, 404));
  });

  test('MUST keep to the scopes', async () => {
    const { call, keyWith } = await createApiUnderTest();
    const reader = await keyWith(['webhooks:read']);
    expect((await call('GET', path, { key: reader })).status).toBe(200);
    expect((await call('POST', path, { key: reader, body: sampleWebhook() })).status).toBe(403);
    expect((await call('GET', path, { key: await keyWith(['todos:read', 'platforms:write']) })).status).toBe(403);
  });
});

describe('messages', () => {
  const withMessages = async (count: number) => {
    const api = await createApiUnderTest();
    await api.call('POST', path, { body: sampleWebhook() });
    const ids: string[] = [];
    for (let sent = 0; sent < count; sent += 1) {
      const { status, headers, body } = await api.call('POST', `${path}/portal/test`);
      expect([status, body.data?.['state'], body.data?.['type']]).toEqual([202, 'pending', 'portico.ping']);
      expect(headers.get('location')).toBe(`${path}/portal/messages/${String(body.data?.['id'])}`);
      ids.push(String(body.data?.['id']));
    }
    return { ...api, ids };
  };

  test('MUST list them newest first, page by page', async () => {
    const { call, ids } = await withMessages(3);
    const first = await call('GET', `${path}/portal/messages?limit=2`);
    const second = await call(
      'GET',
      `${path}/portal/messages?limit=2&cursor=${encodeURIComponent(String(first.body.data?.['nextCursor']))}`,
    );
    expect([...(first.body.data?.items ?? []), ...(second.body.data?.items ?? [])].map(({ id }) => id)).toEqual(
      ids.toReversed(),
    );
    expect(second.body.data?.['nextCursor']).toBeNull();
    expect((await call('GET', `${path}/portal/messages?delivered=true`)).body.data?.items).toEqual([]);
    expect((await call('GET', `${path}/portal/messages?type=todo.refused`)).body.data?.items).toEqual([]);
    expect((await call('GET', `${path}/none/messages`)).status).toBe(404);
  });

  test.each(['cursor=x', 'limit=0', 'delivered=maybe', 'type=%00', 'colour=red'])('MUST refuse ?%s', async (query) => {
    const { call } = await withMessages(0);
    const { status, body } = await call('GET', `${path}/portal/messages?${query}`);
    expect([status, body.error?.details[0]?.pointer]).toEqual([400, `/query/${query.split('=')[0]}`]);
  });

  test('MUST show one, and send it again', async () => {
    const { call, ids } = await withMessages(1);
    const one = `${path}/portal/messages/${ids[0]}`;
    expect((await call('GET', one)).body.data).toMatchObject({
      message: { id: ids[0], webhook: 'portal', data: { webhook: 'portal' }, deliveredAt: null },
      attempts: [],
    });
    await runTwice(() => call('POST', `${one}/replay`)).expect(statuses(200, 200));
    expect((await call('GET', `${path}/portal/messages/none`)).status).toBe(404);
    expect((await call('POST', `${path}/portal/messages/none/replay`)).status).toBe(404);
  });

  test('MUST send nothing to a webhook that is disabled', async () => {
    const { call, ids } = await withMessages(1);
    await call('POST', `${path}/portal/disable`);
    await runTwice(() => call('POST', `${path}/portal/test`)).expect(statuses(409, 409));
    expect((await call('POST', `${path}/portal/messages/${ids[0]}/replay`)).status).toBe(409);
  });

  test('MUST send everything again that was not delivered since then', async () => {
    const { call, clock, ids } = await withMessages(2);
    const replay = (since: unknown, more: object = {}) =>
      call('POST', `${path}/portal/replay`, { body: { since, ...more } });
    const all = '2026-11-21T08:00:00+08:00';
    const last = { more: false, nextCursor: null };
    expect((await replay(all)).body.data).toEqual({ messages: 2, ...last });
    expect((await replay(all, { cursor: ids.toSorted()[0] })).body.data).toEqual({ messages: 1, ...last });
    expect((await replay(all, { cursor: '' })).body.error?.details[0]?.pointer).toBe('/cursor');
    expect((await replay(new Date(clock.now() + 1).toISOString())).body.data).toEqual({ messages: 0, ...last });
    for (const since of ['soon', '', null, 5]) {
      const { status, body } = await replay(since);
      expect([status, body.error?.details[0]?.pointer]).toEqual([400, '/since']);
    }
  });
});
