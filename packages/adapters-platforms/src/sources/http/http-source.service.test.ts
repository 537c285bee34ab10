import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EngineSource, SourceContext } from '@portico/core/sources';
import { createHttpSourceKind } from './http-source-kind.ts';

const within = (ms = 5_000): SourceContext => ({ signal: new AbortController().signal, remainingMs: () => ms });

const question = {
  request: {
    method: 'GET',
    path: '/api/tasks',
    query: { since: '${place.since}', after: '${place.after}', size: '${limit}' },
  },
  ok: 'status == 200 && body.code == 0',
  items: 'body.data.list',
  row: { taskId: '${item.id}', subject: '${item.title}', assigneeId: '${item.owner.no}', changedAt: '${item.updated}' },
};

describe('An engine’s API', () => {
  let server: Server;
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  let asked: { readonly url: string; readonly authorization: string | undefined }[];
  let source: EngineSource;
  const open = (settings: Readonly<Record<string, unknown>> = {}) =>
    createHttpSourceKind().open({
      tenant: 'default',
      code: 'oa',
      settings: {
        baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        headers: { Authorization: 'Bearer ${secrets.token}' },
        changes: question,
        open: question,
        ...settings,
      },
      secrets: { token: 't-1-secret' },
      timezone: 'Asia/Shanghai',
    });
  beforeEach(async () => {
    asked = [];
    server = createServer((request, response) => {
      asked.push({ url: request.url ?? '', authorization: request.headers.authorization });
      answer(request, response);
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    source = open()._unsafeUnwrap();
  });
  afterEach(async () => {
    await source.close();
    server.closeAllConnections();
    await new Promise((resolve) => void server.close(resolve));
  });
  const json = (value: unknown, status = 200) => {
    answer = (_request, response) =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  };
  const troubleOf = async (limit = 10, ms = 5_000) =>
    (await source.open?.(null, limit, within(ms)))?._unsafeUnwrapErr();

  test('MUST ask as its templates say, and make rows of the answer', async () => {
    json({
      code: 0,
      data: { list: [{ id: 7, title: '张三的请假申请', owner: { no: 'T001' }, updated: '2026-11-21 08:00:00' }] },
    });
    const place = { since: '2026-11-21 07:00:00', after: 'T-1' };
    const rows = (await source.changes?.(place, 50, within()))?._unsafeUnwrap();
    expect(rows).toEqual([
      { taskId: 7, subject: '张三的请假申请', assigneeId: 'T001', changedAt: '2026-11-21 08:00:00' },
    ]);
    expect(asked).toEqual([
      { url: '/api/tasks?since=2026-11-21+07%3A00%3A00&after=T-1&size=50', authorization: 'Bearer t-1-secret' },
    ]);
    await source.open?.(null, 5, within());
    expect(asked.at(-1)?.url).toBe('/api/tasks?size=5');
  });

  test('MUST tell apart what is refused, what is away and what cannot be read', async () => {
    json({ code: 401, msg: 'no' }, 401);
    expect((await troubleOf())?.code).toBe('SOURCE_REFUSED');
    json({ code: 9 });
    expect((await troubleOf())?.code).toBe('SOURCE_UNAVAILABLE');
    json({}, 503);
    expect((await troubleOf())?.code).toBe('SOURCE_UNAVAILABLE');
    json({ code: 0, data: { list: 'none' } });
    expect((await troubleOf())?.code).toMatch(/SOURCE_(DATA|REFUSED)/u);
    json({ code: 0, data: { list: [{ id: 1 }, { id: 2 }] } });
    expect(await troubleOf(1)).toMatchObject({ code: 'SOURCE_DATA' });
    answer = (request, response) => void response.end(`no: ${request.headers.authorization}`);
    expect((await troubleOf())?.message).not.toContain('t-1');
    answer = (_request, response) => void response.end('<html>请登录</html>');
    expect((await troubleOf())?.message).toContain('请登录');
    answer = (_request, response) => void response.end(Buffer.alloc(2_000_000, 'x'));
    expect((await troubleOf())?.code).toBe('SOURCE_DATA');
    answer = (request) => void request.socket.destroy();
    expect((await troubleOf())?.code).toBe('SOURCE_UNAVAILABLE');
    answer = () => undefined;
    expect((await troubleOf(10, 100))?.code).toBe('SOURCE_UNAVAILABLE');
  });

  test('MUST refuse settings that cannot work, by name, and never leave the origin', async () => {
    const pointersOf = (settings: Readonly<Record<string, unknown>>) =>
      open(settings)
        ._unsafeUnwrapErr()
        .issues.map(({ pointer }) => pointer);
    expect(pointersOf({ baseUrl: 'ftp://x' })).toEqual(['/settings/baseUrl']);
    expect(pointersOf({ headers: { 'a b': 'x' } })).toEqual(['/settings/headers']);
    expect(pointersOf({ open: { ...question, items: 'nobody.x' } })[0]).toContain('/settings/open');
    expect(pointersOf({ changes: { request: { path: '/' } } })).toContain('/settings/changes/items');
    const away = open({ open: { ...question, request: { method: 'GET', path: 'http://127.0.0.1:1/${place.after}' } } });
    const trouble = (await away._unsafeUnwrap().open?.('x', 10, within()))?._unsafeUnwrapErr();
    expect(trouble).toMatchObject({ code: 'SOURCE_REFUSED', message: expect.stringContaining('origin') });
    expect(asked).toEqual([]);
  });
});
