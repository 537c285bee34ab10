import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort, startServerProcess, type ServerProcess } from './testing/server-process.ts';

let dataDir: string;
let server: ServerProcess;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'portico-bad-'));
  server = await startServerProcess(dataDir, await freePort());
});
afterAll(async () => {
  await server.stop('SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
});

const events = '/api/v1/task-center/events';
const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();
let made = 0;

const event = (change: (event: any) => void = () => undefined): Record<string, unknown> => {
  made += 1;
  const whole = {
    eventId: `bad-${made}`,
    action: 'receive',
    occurredAt: hoursAgo(1),
    instance: {
      id: `SB-${made}`,
      processId: 'leave',
      processName: '请假审批',
      category: 'approval',
      subject: '申请',
      status: 'running',
      initiator: { id: '1', name: '张三' },
      startedAt: hoursAgo(2),
    },
    task: {
      id: `TB-${made}`,
      nodeId: 'n1',
      nodeName: '审批',
      subject: '申请',
      sceneCode: 'leave',
      taskType: 'approval',
      urgency: 'normal',
      completion: 'any',
      assignees: [{ id: 'T001', name: '李老师' }],
      links: { pc: 'https://oa.example.edu/t/1' },
      createdAt: hoursAgo(1),
    },
  };
  change(whole);
  return whole;
};

/** Sends a body as it is. */
const raw = (body: string | Buffer, headers: Record<string, string> = {}): Promise<{ status: number; body: any }> =>
  new Promise((resolve, reject) => {
    const sent = request(
      `${server.url}${events}`,
      { method: 'POST', headers: { 'X-API-Key': server.apiKey, 'Content-Type': 'application/json', ...headers } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: JSON.parse(Buffer.concat(chunks).toString()) }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });

const expectProblem = (answer: { status: number; body: any }, status: number, named: string): void => {
  expect(answer.status).toBe(status);
  expect(answer.body).toMatchObject({
    status,
    success: false,
    error: { code: expect.any(String), message: expect.any(String) },
  });
  expect(JSON.stringify(answer.body)).toContain(named);
};

describe('one bad event alone', () => {
  test.each<[string, (event: any) => void, string]>([
    ['an unknown action', (e) => (e.action = 'explode'), '/action'],
    ['a missing subject', (e) => delete e.task.subject, '/task/subject'],
    ['a missing instance', (e) => delete e.instance, '/instance'],
    ['an id that is too long', (e) => (e.eventId = 'x'.repeat(129)), '128'],
    ['a subject that is too long', (e) => (e.task.subject = '长'.repeat(513)), '512'],
    ['a number for a text', (e) => (e.task.nodeName = 7), '/task/nodeName'],
    ['no assignees', (e) => (e.task.assignees = []), '/task/assignees'],
    [
      'too many assignees',
      (e) => (e.task.assignees = Array.from({ length: 501 }, (_, i) => ({ id: `${i}`, name: 'x' }))),
      '500',
    ],
    ['an unknown urgency', (e) => (e.task.urgency = 'panic'), '/task/urgency'],
    ['a link that is no address', (e) => (e.task.links.pc = 'javascript:alert(1)'), '/task/links/pc'],
    ['a time far ahead', (e) => (e.occurredAt = new Date(Date.now() + 3_600_000).toISOString()), '/occurredAt'],
    ['a time that is none', (e) => (e.occurredAt = 'yesterday'), '/occurredAt'],
    ['a null character', (e) => (e.task.subject = 'a\u0000b'), '/task/subject'],
    ['a lone surrogate', (e) => (e.instance.subject = 'a\ud800b'), '/instance/subject'],
    ['a task where none belongs', (e) => (e.action = 'terminate'), '/task'],
  ])('MUST be answered with 400 and the field: %s', async (_name, change, named) => {
    expectProblem(await raw(JSON.stringify(event(change))), 400, named);
  });

  test('MUST name the event id that was used before for something else', async () => {
    const first = event();
    expect((await raw(JSON.stringify(first))).status).toBe(202);
    expectProblem(await raw(JSON.stringify({ ...first, occurredAt: hoursAgo(0.5) })), 400, '/eventId');
  });
});

describe('a batch', () => {
  test('MUST lose its bad events only', async () => {
    const answer = await server.call('POST', events, {
      events: [event(), event((e) => (e.action = 'explode')), event(), 7, null],
    });
    expect(answer.status).toBe(202);
    expect(answer.body.data).toMatchObject({ accepted: 2, duplicates: 0, todos: 2 });
    expect(answer.body.data.ignored.map((one: any) => one.index)).toEqual([1, 3, 4]);
    expect(answer.body.data.ignored[0]).toMatchObject({
      code: 'EVENT_INVALID',
      pointer: '/action',
      message: expect.any(String),
      eventId: expect.any(String),
    });
  });

  test('MUST be refused whole above 1,000 events, and leave nothing behind', async () => {
    const marked = event((e) => (e.instance.id = 'SB-none'));
    expectProblem(
      await raw(JSON.stringify({ events: [marked, ...Array.from({ length: 1000 }, () => event())] })),
      400,
      '1000',
    );
    expect((await server.call('GET', '/api/v1/task-center/instances/SB-none')).status).toBe(404);
  });
});

describe('a body', () => {
  test('MUST be refused above the limit, naming it', async () => {
    expectProblem(await raw(Buffer.alloc(5 * 1024 * 1024, 0x20)), 413, '4');
  });

  test.each([
    ['{"eventId": ', 400],
    ['', 400],
    ['[]', 400],
    ['null', 400],
    [`${'['.repeat(100_000)}`, 400],
    [`{"a":${'{"a":'.repeat(500)}1${'}'.repeat(500)}}`, 400],
  ])('MUST be JSON of bounded depth: %#', async (body, status) => {
    expectProblem(await raw(body), status, 'error');
  });

  test('MUST say what it is', async () => {
    expectProblem(await raw('a=1', { 'Content-Type': 'application/x-www-form-urlencoded' }), 415, 'json');
  });
});

describe('a platform', () => {
  const platforms = '/api/v1/task-center/platforms';
  const good = {
    code: 'p1',
    kind: 'weaver-ofs',
    name: 'p',
    baseUrl: 'http://127.0.0.1:9',
    enabled: false,
    settings: { syscode: 'x' },
  };

  test.each<[string, Record<string, unknown>, string]>([
    ['an unknown kind', { ...good, kind: 'nonesuch' }, '/kind'],
    ['settings that the kind lacks', { ...good, settings: { syscode: 'x', colour: 'red' } }, '/settings/colour'],
    ['settings without what the kind needs', { ...good, settings: {} }, '/settings/syscode'],
    ['an address that is none', { ...good, baseUrl: 'file:///etc' }, '/baseUrl'],
    [
      'a bad expression',
      { ...good, kind: 'profile', settings: {}, profile: { operations: { create: '${' } } },
      '/profile',
    ],
    ['a code that is none', { ...good, code: 'Not A Code' }, '/code'],
  ])('MUST be refused, naming the field: %s', async (_name, draft, named) => {
    expectProblem(await server.call('POST', platforms, draft), 400, named);
    expect((await server.call('GET', `${platforms}/p1`)).status).toBe(404);
  });
});

describe('another tenant', () => {
  test("MUST NOT reach this one's ids, in whatever way", async () => {
    const mine = event();
    const { id: taskId } = mine.task as { id: string };
    const { id: instanceId } = mine.instance as { id: string };
    expect((await raw(JSON.stringify(mine))).status).toBe(202);
    const tenant = await server.call('POST', '/api/v1/access/tenants', { id: 'school-2', name: '第二中学' });
    expect(tenant.status).toBe(201);
    const theirs = tenant.body.data.key.secret as string;
    const call = async (method: string, path: string, body?: unknown): Promise<number> =>
      (
        await fetch(`${server.url}/api/v1${path}`, {
          method,
          headers: { 'X-API-Key': theirs, 'Content-Type': 'application/json' },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        })
      ).status;
    for (const path of [
      `/task-center/instances/${instanceId}`,
      `/task-center/tasks/${taskId}`,
      `/task-center/todos/${taskId}:T001`,
      '/task-center/platforms/jinzhi',
    ]) {
      expect({ path, status: (await server.call('GET', `/api/v1${path}`)).status }).toEqual({ path, status: 200 });
      expect({ path, status: await call('GET', path) }).toEqual({ path, status: 404 });
    }
    expect(await call('POST', `/task-center/todos/${taskId}:T001/decisions`, { decision: 'withdraw' })).toBe(404);
    expect(await call('POST', '/task-center/platforms/jinzhi/disable')).toBe(404);
    expect(await call('POST', '/lanes/push/jinzhi/pause')).toBe(404);
    expect(await call('POST', '/access/tenants', { id: 'school-3', name: 'x' })).toBe(403);
    const todos = await fetch(`${server.url}/api/v1/task-center/todos`, { headers: { 'X-API-Key': theirs } });
    expect(((await todos.json()) as { data: { items: unknown[] } }).data.items).toEqual([]);
    // The same ids are free for them.
    expect(await call('POST', '/task-center/events', mine)).toBe(202);
  });
});

describe('a caller', () => {
  test('MUST be known and allowed', async () => {
    expect((await fetch(`${server.url}${events}`, { method: 'POST' })).status).toBe(401);
    expect(
      (await fetch(`${server.url}${events}`, { method: 'POST', headers: { 'X-API-Key': 'pk_wrong' } })).status,
    ).toBe(401);
    const token = await server.call('POST', '/api/v1/auth/token', { scopes: ['todos:read'] });
    expect(token).toMatchObject({
      status: 200,
      body: { data: { token: expect.any(String), expiresIn: expect.any(Number) } },
    });
    const headers = { Authorization: `Bearer ${token.body.data.token}`, 'Content-Type': 'application/json' };
    expect((await fetch(`${server.url}/api/v1/task-center/todos`, { headers })).status).toBe(200);
    expect(
      (await fetch(`${server.url}${events}`, { method: 'POST', headers, body: JSON.stringify(event()) })).status,
    ).toBe(403);
  });
});
