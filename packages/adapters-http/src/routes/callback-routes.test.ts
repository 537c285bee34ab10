import { err, ok } from 'neverthrow';
import type { Stores } from '@portico/core';
import {
  createMemoryDatabase,
  createMemoryPorts,
  createMemoryStores,
  createMemoryTransactor,
} from '@portico/core/memory';
import { createTaskCenter, definePlatformKind, type CallbackReader } from '@portico/core/task-center';
import { createFakeClock } from '@portico/core/testing';
import { describe, expect, test } from 'vitest';
import { createApiUnderTest, worldStart } from '../testing/api-under-test.ts';

const target = '/api/v1/callbacks/default/desk';

/** Believes whoever knows the password. */
const reader: CallbackReader = {
  read: (_connection, { headers, query, body }) =>
    headers['x-password'] === 'open'
      ? ok({
          answer: { hello: query['name'] ?? '世界' },
          decision: {
            taskId: 'T-1',
            assigneeId: 'T001',
            action: 'approve',
            comment: null,
            at: worldStart,
            remote: { userId: null, taskId: null, instanceId: null },
          },
          keys: [String(body.byteLength)],
          said: { bytes: body.byteLength },
        })
      : err({ code: 'CALLBACK_FORGED', pointer: '', message: 'The password is wrong.' }),
};

const start = async () => {
  const clock = createFakeClock(() => new Promise((done) => setImmediate(done)), worldStart);
  const transactor = createMemoryTransactor<Stores>(createMemoryDatabase(clock.now), createMemoryStores);
  const kind = definePlatformKind({ kind: 'desk', callback: reader, push: async () => {} });
  const taskCenter = createTaskCenter({ ...createMemoryPorts(clock), transactor, clock, kinds: [kind] });
  (
    await taskCenter.createPlatform('default', { code: 'desk', kind: 'desk', baseUrl: 'https://desk.example.edu' })
  )._unsafeUnwrap();
  const api = await createApiUnderTest({ taskCenter: { callbacks: taskCenter.callbacks } });
  const post = (body: string, headers: Record<string, string> = { 'x-password': 'open' }, path = target) =>
    api.call('POST', path, { body, key: null, headers });
  return { api, post };
};

describe('Callbacks over HTTP', () => {
  test('MUST be taken without a key, answered in the platform’s form, and shown to those who may see them', async () => {
    const { api, post } = await start();
    const first = await post('12', undefined, `${target}?name=desk`);
    expect([first.status, first.body]).toEqual([200, { hello: 'desk' }]);
    expect((await post('34')).body).toEqual({ hello: '世界' });
    const list = await api.call('GET', '/api/v1/task-center/callbacks?platform=desk&taskId=T-1');
    expect(list.body.data?.items).toMatchObject([{ taskId: 'T-1', assigneeId: 'T001', action: 'approve' }]);
    const id = String(list.body.data?.items?.[0]?.['id']);
    expect((await api.call('GET', `/api/v1/task-center/callbacks/${id}`)).body.data).toMatchObject({
      said: { bytes: 2 },
    });
    expect((await api.call('GET', '/api/v1/task-center/callbacks/none')).status).toBe(404);
    expect((await api.call('GET', '/api/v1/task-center/callbacks', { key: null })).status).toBe(401);
    const key = await api.keyWith(['todos:read']);
    expect((await api.call('GET', '/api/v1/task-center/callbacks', { key })).status).toBe(403);
  });

  test('MUST be refused in clear words, which Feishu shows to whoever pressed the button', async () => {
    const { api, post } = await start();
    const answer = await post('1', { 'x-password': 'guessed', 'Accept-Language': 'en' });
    expect([answer.status, answer.body.error?.code]).toEqual([403, 'CALLBACK_FORGED']);
    expect(answer.body).toMatchObject({ message: 'The password is wrong.', without_prefix: 'true' });
    expect(api.errors).toEqual([]);
  });

  test.each([
    ['an unknown platform', '/api/v1/callbacks/default/nowhere', 404],
    ['an unknown tenant', '/api/v1/callbacks/nobody/desk', 404],
    ['a name that can be none', '/api/v1/callbacks/default/Desk', 400],
  ])('MUST be refused for %s', async (_, path, status) => {
    const { post, api } = await start();
    expect([(await post('1', undefined, path)).status, api.errors]).toEqual([status, []]);
  });

  test('MUST be refused above 256 KiB, and for other methods', async () => {
    const { api, post } = await start();
    expect((await post('x'.repeat(256 * 1024 + 1))).status).toBe(413);
    expect((await post('x'.repeat(256 * 1024))).status).toBe(200);
    expect((await api.call('GET', target, { key: null })).status).toBe(405);
  });

  test('MUST be bounded for each address', async () => {
    const { post } = await start();
    const statuses = new Set<number>();
    for (let sent = 0; sent < 205; sent += 1) statuses.add((await post('12')).status);
    expect([...statuses]).toEqual([200, 429]);
  });

  test('MUST be logged when refused, a bounded number of times', async () => {
    const refused: unknown[] = [];
    const api = await createApiUnderTest({ refused: (entry) => refused.push(entry) });
    for (let sent = 0; sent < 50; sent += 1)
      await api.call('POST', `/api/v1/callbacks/default/p${sent}`, { body: '1', key: null });
    expect(refused).toHaveLength(5);
    expect(refused[0]).toMatchObject({ tenant: 'default', platform: 'p0', code: 'NOT_FOUND', leftOut: 0 });
    await api.clock.advance(60_000);
    await api.call('POST', '/api/v1/callbacks/default/p', { body: '1', key: null });
    expect(refused.at(-1)).toMatchObject({ leftOut: 45 });
  });

  test('MUST be described in the document', async () => {
    const { document } = await createApiUnderTest();
    expect(document.paths?.['/api/v1/callbacks/{tenant}/{platform}']?.post?.security).toEqual([]);
  });
});
