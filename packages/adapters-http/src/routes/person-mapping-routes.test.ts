import type { Stores } from '@portico/core';
import {
  createMemoryDatabase,
  createMemoryPorts,
  createMemoryStores,
  createMemoryTransactor,
} from '@portico/core/memory';
import { createTaskCenter } from '@portico/core/task-center';
import { createFakeClock } from '@portico/core/testing';
import { describe, expect, test } from 'vitest';
import { createApiUnderTest, worldStart, type ApiUnderTest } from '../testing/api-under-test.ts';

const root = '/api/v1/task-center/person-mappings';

/** The API over the real use cases in memory. */
const start = (): Promise<ApiUnderTest> => {
  const clock = createFakeClock(() => new Promise((done) => setImmediate(done)), worldStart);
  const transactor = createMemoryTransactor<Stores>(createMemoryDatabase(clock.now), createMemoryStores);
  const { personMappings } = createTaskCenter({ ...createMemoryPorts(clock), transactor, clock, kinds: [] });
  return createApiUnderTest({ taskCenter: { personMappings } });
};

const upload = async (api: ApiUnderTest, body: string | Uint8Array<ArrayBuffer>, query = '', type = 'text/csv') => {
  const response = await api.app.request(`${root}/corp/upload${query}`, {
    method: 'POST',
    headers: { 'X-API-Key': api.adminKey, 'Content-Type': type, 'Accept-Language': 'en' },
    body,
  });
  return { status: response.status, body: (await response.json()) as { data?: unknown } };
};

describe('Person mappings over HTTP', () => {
  test('MUST be put, listed, searched, counted and removed', async () => {
    const { call } = await start();
    const mappings = [
      { personId: 'T001', remoteId: 'ou-1' },
      { personId: '张三', remoteId: 'ou-2' },
    ];
    const put = () => call('PUT', `${root}/corp`, { body: { mappings } });
    expect((await put()).body.data).toEqual({ added: 2, changed: 0, unchanged: 0 });
    expect((await put()).body.data).toEqual({ added: 0, changed: 0, unchanged: 2 });
    const page = await call('GET', `${root}/corp?limit=1`);
    expect(page.body.data?.items).toMatchObject([{ personId: 'T001', remoteId: 'ou-1', source: 'api' }]);
    const next = await call('GET', `${root}/corp?limit=1&cursor=${String(page.body.data?.['nextCursor'])}`);
    expect(next.body.data?.items).toMatchObject([{ personId: '张三' }]);
    const found = await call('GET', `${root}/corp?text=OU-2`);
    expect(found.body.data?.items).toHaveLength(1);
    expect((await call('GET', root)).body.data?.items).toEqual([{ space: 'corp', count: 2, platforms: [] }]);
    const gone = await call('POST', `${root}/corp/remove`, { body: { personIds: ['T001', 'T404'] } });
    expect(gone.body.data).toEqual({ removed: 1 });
  });

  test.each([
    ['no mapping', { mappings: [] }],
    ['too many', { mappings: Array.from({ length: 1001 }, (_, n) => ({ personId: `p${n}`, remoteId: 'r' })) }],
    ['an empty id', { mappings: [{ personId: '', remoteId: 'r' }] }],
    ['a long id', { mappings: [{ personId: 'p', remoteId: 'r'.repeat(201) }] }],
    ['a control character', { mappings: [{ personId: 'p\n', remoteId: 'r' }] }],
    ['a null character', { mappings: [{ personId: 'p\u0000', remoteId: 'r' }] }],
    ['something else', { mappings: [{ personId: 'p', remoteId: 'r', name: '张三' }] }],
  ])('MUST refuse %s, naming the field', async (_, body) => {
    const { call, errors } = await start();
    const answer = await call('PUT', `${root}/corp`, { body });
    expect([answer.status, errors]).toEqual([400, []]);
    expect(answer.body.error?.details[0]?.pointer).toMatch(/^\/mappings/);
  });

  test('MUST refuse a space that can be none', async () => {
    const { call } = await start();
    expect((await call('GET', `${root}/Corp`)).status).toBe(400);
    expect((await call('GET', `${root}/${'a'.repeat(64)}`)).status).toBe(400);
  });

  test('MUST take a table, say what came of it, and tell of each line that it left out', async () => {
    const api = await start();
    const table =
      '\ufeff人员编号,平台编号\r\nT001,ou-1\r\nT002,\r\n"张,三",ou-3\r\nT001,ou-9\r\nT001,ou-1\r\n\r\n"T4,ou-4\r\n';
    const expected = {
      added: 2,
      changed: 0,
      unchanged: 0,
      rejected: 3,
      errors: [
        { line: 3, message: 'remoteId is empty' },
        { line: 5, message: 'T001 is ou-1 in line 2, and ou-9 here' },
        { line: 8, message: 'its quotes cannot be read' },
      ],
    };
    expect((await upload(api, table, '?dryRun=true')).body.data).toEqual(expected);
    expect((await api.call('GET', root)).body.data?.items).toEqual([]);
    expect((await upload(api, table)).body.data).toEqual(expected);
    expect((await upload(api, table)).body.data).toMatchObject({ added: 0, changed: 0, unchanged: 2 });
    expect((await upload(api, 'personId\tremoteId\nT001\tou-5\n')).body.data).toMatchObject({ changed: 1 });
  });

  test('MUST read tables that Chinese spreadsheets saved', async () => {
    const api = await start();
    // 工号,平台编号 / 张三,甲 in GB18030.
    const bytes = Uint8Array.from(
      [0xb9, 0xa4, 0xba, 0xc5, 0x2c, 0xc6, 0xbd, 0xcc, 0xa8, 0xb1, 0xe0, 0xba, 0xc5, 0x0a].concat([
        0xd5, 0xc5, 0xc8, 0xfd, 0x2c, 0xbc, 0xd7, 0x0a,
      ]),
    );
    expect((await upload(api, bytes, '', 'application/vnd.ms-excel')).body.data).toMatchObject({ added: 1 });
    expect((await api.call('GET', `${root}/corp`)).body.data?.items).toMatchObject([
      { personId: '张三', remoteId: '甲', source: 'csv' },
    ]);
  });

  test.each([
    ['nothing', '', 'text/csv', 400],
    ['another header', 'name,id\na,b\n', 'text/csv', 400],
    ['JSON', '{}', 'application/json', 415],
    ['bytes of no text', Uint8Array.from([0xff, 0xfe, 0x00, 0xff]), 'text/csv', 415],
    ['too many bytes', 'personId,remoteId\n'.concat('a'.repeat(10 * 1024 * 1024)), 'text/csv', 413],
    ['too many lines', 'personId,remoteId\n'.concat('\n'.repeat(200_001)), 'text/csv', 400],
  ])('MUST refuse %s as a table', async (_, body, type, status) => {
    const api = await start();
    const answer = await upload(api, body, '', type);
    expect([answer.status, api.errors]).toEqual([status, []]);
  });

  test('MUST export what can be uploaded again', async () => {
    const api = await start();
    const mappings = [
      { personId: '=1+1', remoteId: '-2' },
      { personId: 'a"b', remoteId: 'c,d;e' },
      { personId: '张三', remoteId: 'ou-2' },
    ];
    await api.call('PUT', `${root}/corp`, { body: { mappings } });
    const response = await api.app.request(`${root}/corp/export`, { headers: { 'X-API-Key': api.adminKey } });
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toContain('person-mappings-corp.csv');
    const text = await response.text();
    expect(text.split('\r\n')[1]).toBe("'=1+1,'-2");
    expect((await upload(api, text)).body.data).toMatchObject({ added: 0, changed: 0, unchanged: 3, rejected: 0 });
    expect((await api.app.request(`${root}/corp/export`)).status).toBe(401);
  });

  test('MUST export every page', async () => {
    const api = await start();
    for (const page of [0, 1, 2]) {
      const mappings = Array.from({ length: 900 }, (_, n) => ({ personId: `P${page}-${n}`, remoteId: `r${n}` }));
      await api.call('PUT', `${root}/corp`, { body: { mappings } });
    }
    const response = await api.app.request(`${root}/corp/export`, { headers: { 'X-API-Key': api.adminKey } });
    const lines = (await response.text()).trimEnd().split('\r\n');
    expect([lines.length, new Set(lines).size, lines[0]]).toEqual([2701, 2701, 'personId,remoteId']);
  });

  test('MUST ask for the scopes of platforms', async () => {
    const { call, keyWith } = await start();
    const key = await keyWith(['platforms:read']);
    expect((await call('GET', `${root}/corp`, { key })).status).toBe(200);
    expect((await call('PUT', `${root}/corp`, { key, body: { mappings: [] } })).status).toBe(403);
    expect((await call('GET', `${root}/corp`, { key: await keyWith(['todos:read']) })).status).toBe(403);
  });
});
