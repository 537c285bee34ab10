import { beforeEach, describe, expect, test } from 'vitest';
import { createApiUnderTest, type ApiUnderTest } from '../testing/api-under-test.ts';
import { sampleTodo } from '../testing/fake-task-center.ts';

let api: ApiUnderTest;
beforeEach(async () => {
  api = await createApiUnderTest();
  await api.people.save(
    sampleTodo,
    { ...sampleTodo, taskId: 'T-2', state: 'done', category: null },
    { ...sampleTodo, taskId: 'T-3', state: 'withdrawn' },
    { ...sampleTodo, taskId: 'T-4', assignee: { id: 'T002', name: '王老师', department: null } },
  );
});

const feed = '/api/v1/task-center/feed';

describe('The feed', () => {
  test('MUST give a person’s to-dos and counts to whoever may read the feed', async () => {
    const key = await api.keyWith(['feed:read']);
    const listed = await api.call('GET', `${feed}/people/T001/todos`, { key });
    expect(listed.body.data?.items?.map(({ id }) => id)).toEqual(['T-1:T001']);
    const counts = await api.call('GET', `${feed}/people/T001/counts`, { key });
    expect(counts.body.data).toEqual({
      open: 1,
      done: 1,
      categories: [
        { category: null, open: 0, done: 1 },
        { category: 'approval', open: 1, done: 0 },
      ],
    });
    expect((await api.call('GET', `${feed}/people/T001/todos`, { key: await api.keyWith(['logs:read']) })).status).toBe(
      403,
    );
  });

  test('MUST answer 304 while nothing has changed', async () => {
    const path = `${feed}/people/T001/todos`;
    const tag = (await api.call('GET', path)).headers.get('etag') ?? '';
    const ask = async (): Promise<number> =>
      (await api.app.request(path, { headers: { 'X-API-Key': api.adminKey, 'If-None-Match': tag } })).status;
    expect(await ask()).toBe(304);
    await api.people.save({ ...sampleTodo, title: '新标题' });
    expect(await ask()).toBe(200);
  });

  test('MUST tell what changed since a cursor, removals too', async () => {
    const first = await api.call('GET', `${feed}/changes?limit=3`);
    expect(first.body.data).toMatchObject({ more: true });
    const ask = (cursor: unknown) => api.call('GET', `${feed}/changes?since=${encodeURIComponent(String(cursor))}`);
    const second = await ask(first.body.data?.['cursor']);
    expect(
      [...(first.body.data?.items ?? []), ...(second.body.data?.items ?? [])].map(
        ({ id, state }) => `${String(id)} ${String(state)}`,
      ),
    ).toEqual(['T-1:T001 open', 'T-2:T001 done', 'T-3:T001 withdrawn', 'T-4:T002 open']);
    await api.clock.advance(120_000);
    await api.people.save({ ...sampleTodo, state: 'withdrawn' });
    const third = await ask(second.body.data?.['cursor']);
    expect(third.body.data?.items?.at(-1)).toMatchObject({ id: 'T-1:T001', state: 'withdrawn' });
    expect((await ask('rubbish')).body.error?.details[0]?.pointer).toBe('/query/since');
  });
});

const portals = '/api/v1/task-center/portals';
const authCode = 'portal-key-0123456789';

describe('A portal', () => {
  const fetchAs = (path: string, headers: Record<string, string> = { authCode }) => api.app.request(path, { headers });

  test('MUST be configured without its key ever being shown, and fetch in its own shape', async () => {
    const made = await api.call('POST', portals, { body: { code: 'campus', authCode, settings: { systemCode: 'x' } } });
    expect(made.status).toBe(201);
    expect(made.body.data).toMatchObject({ authCode: { set: true }, address: '/feed/default/campus' });
    expect(JSON.stringify(made.body)).not.toContain(authCode);
    const response = await fetchAs('/feed/default/campus?userId=T001');
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ person: 'T001', total: 1, template: { code: 200 } });
    const tag = response.headers.get('etag') ?? '';
    expect((await fetchAs('/feed/default/campus?userId=T001', { authCode, 'if-none-match': tag })).status).toBe(304);
    const posted = await api.app.request('/feed/default/campus', {
      method: 'POST',
      headers: { authCode, 'content-type': 'application/json' },
      body: JSON.stringify({ userId: 'T002', pageNo: 1 }),
    });
    expect(await posted.json()).toMatchObject({ person: 'T002' });
  });

  test('MUST be turned away without its key, and for a while after too many tries', async () => {
    await api.call('POST', portals, { body: { code: 'campus', authCode } });
    expect((await fetchAs('/feed/default/campus?userId=T001', {})).status).toBe(401);
    expect((await fetchAs('/feed/default/nobody?userId=T001')).status).toBe(404);
    expect((await fetchAs('/feed/default/campus')).status).toBe(400);
    const statuses: number[] = [];
    for (let tries = 0; tries < 40; tries += 1)
      statuses.push((await fetchAs('/feed/default/campus?userId=T001', { authCode: `guess-${tries}` })).status);
    expect(statuses.at(-1)).toBe(429);
    expect((await fetchAs('/feed/default/campus?userId=T001')).status).toBe(429);
    await api.clock.advance(60_000);
    expect((await fetchAs('/feed/default/campus?userId=T001')).status).toBe(200);
  });

  test('MUST not be blocked for guessing while its identity provider is out of reach', async () => {
    const { signIn, provider } = api.people;
    const drafted = { code: 'campus', kind: 'cas3', baseUrl: 'https://cas.example.edu' } as const;
    (await signIn.createProvider('default', drafted))._unsafeUnwrap();
    const made = await api.call('POST', portals, {
      body: { code: 'app', person: { by: 'credential', provider: 'campus' } },
    });
    expect(made.status).toBe(201);
    const token = provider.issue('T001');
    provider.failWith({ code: 'PROVIDER_UNREACHABLE', message: 'no answer' });
    for (let tries = 0; tries < 60; tries += 1)
      expect((await fetchAs('/feed/default/app', { authCode: `token-${tries}` })).status).toBe(503);
    provider.failWith(null);
    expect((await fetchAs('/feed/default/app', { authCode: token })).status).toBe(200);
    expect((await fetchAs('/feed/default/app', { authCode: 'forged' })).status).toBe(401);
  });

  test('MUST be changed and removed by revision', async () => {
    await api.call('POST', portals, { body: { code: 'campus', authCode } });
    const changed = await api.call('PATCH', `${portals}/campus`, {
      body: { pageSize: 10 },
      headers: { 'If-Match': '"1"' },
    });
    expect(changed.body.data).toMatchObject({ pageSize: 10, revision: 2 });
    expect((await api.call('PATCH', `${portals}/campus`, { body: {}, headers: { 'If-Match': '"1"' } })).status).toBe(
      412,
    );
    expect(
      (await api.call('PATCH', `${portals}/campus`, { body: { pageSize: 0 } })).body.error?.details[0]?.pointer,
    ).toBe('/pageSize');
    expect((await api.call('DELETE', `${portals}/campus`)).status).toBe(200);
    expect((await fetchAs('/feed/default/campus?userId=T001')).status).toBe(404);
  });
});
