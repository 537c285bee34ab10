import { expect, test } from 'vitest';
import { createApiUnderTest } from '../testing/api-under-test.ts';

const provider = {
  code: 'campus',
  kind: 'cas3',
  baseUrl: 'https://cas.example.edu/cas',
  secrets: { clientSecret: 'geheim-und-lang' },
};
const providers = '/api/v1/sign-in/providers';

test('MUST configure a provider, and never show its secrets', async () => {
  const api = await createApiUnderTest();
  const made = await api.call('POST', providers, { body: provider });
  expect(made.status).toBe(201);
  expect(made.headers.get('location')).toBe(`${providers}/campus`);
  expect(made.body.data).toMatchObject({
    secrets: { clientSecret: { set: true } },
    callback: 'http://localhost/sso/default/campus/callback',
    login: 'http://localhost/sso/default/campus/login',
  });
  expect(JSON.stringify(made.body)).not.toContain('geheim');
  expect((await api.call('POST', providers, { body: provider })).status).toBe(409);
  const changed = await api.call('PATCH', `${providers}/campus`, {
    body: { enabled: false },
    headers: { 'If-Match': '"1"' },
  });
  expect(changed.headers.get('etag')).toBe('"2"');
  expect((await api.call('PATCH', `${providers}/campus`, { body: {}, headers: { 'If-Match': '"1"' } })).status).toBe(
    412,
  );
  expect((await api.call('GET', providers)).body.data?.items).toHaveLength(1);
  expect((await api.call('POST', `${providers}/campus/test`)).body.data).toMatchObject({ ok: true });
  expect((await api.call('POST', `${providers}/nobody/test`)).status).toBe(404);
  expect((await api.call('DELETE', `${providers}/campus`)).status).toBe(200);
  expect((await api.call('GET', `${providers}/campus`)).status).toBe(404);
});

test('MUST name the field at fault', async () => {
  const api = await createApiUnderTest();
  const pointer = async (body: object): Promise<string | undefined> =>
    (await api.call('POST', providers, { body: { ...provider, ...body } })).body.error?.details[0]?.pointer;
  expect(await pointer({ kind: 'saml' })).toBe('/kind');
  expect(await pointer({ settings: { broken: true } })).toBe('/settings/broken');
  expect(await pointer({ code: 'A' })).toBe('/code');
});

test('MUST show the secret of a return origin once', async () => {
  const api = await createApiUnderTest();
  const path = '/api/v1/sign-in/return-origins';
  const made = await api.call('PUT', path, { body: { origin: 'https://OA.example.edu' } });
  expect(made.body.data?.['secret']).toMatch(/^[\w-]{43}$/u);
  const changed = await api.call('PUT', path, { body: { origin: 'https://oa.example.edu', name: '办公' } });
  expect(changed.body.data).toMatchObject({
    origin: 'https://oa.example.edu',
    name: '办公',
    secret: null,
    revision: 2,
  });
  expect(
    (await api.call('PUT', path, { body: { origin: 'https://oa.example.edu/x' } })).body.error?.details[0]?.pointer,
  ).toBe('/origin');
  const listed = await api.call('GET', path);
  expect(JSON.stringify(listed.body)).not.toContain('secret');
  expect((await api.call('DELETE', `${path}?origin=${encodeURIComponent('https://oa.example.edu')}`)).status).toBe(200);
});

test('MUST ask for the scopes', async () => {
  const api = await createApiUnderTest();
  const reader = await api.keyWith(['sign-in:read']);
  expect((await api.call('GET', providers, { key: reader })).status).toBe(200);
  expect((await api.call('POST', providers, { key: reader, body: provider })).status).toBe(403);
  expect((await api.call('GET', '/api/v1/sign-in/sessions', { key: await api.keyWith(['todos:read']) })).status).toBe(
    403,
  );
  expect((await api.call('GET', '/api/v1/sign-in/log?outcome=signed-in', { key: reader })).status).toBe(200);
  expect((await api.call('DELETE', '/api/v1/sign-in/sessions?person=T001', { key: reader })).status).toBe(403);
  expect((await api.call('DELETE', '/api/v1/sign-in/sessions?person=T001')).body.data).toEqual({ ended: 0 });
});
