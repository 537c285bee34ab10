import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  startCasSandbox,
  startOauth2Sandbox,
  type CasSandbox,
  type Oauth2Sandbox,
} from '@portico/adapters-platforms/sandboxes';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { freePort, startServerProcess, until, type ServerProcess } from './testing/server-process.ts';

/** A browser that follows redirects one at a time, with cookies by origin. */
const openBrowser = () => {
  const jars = new Map<string, Map<string, string>>();
  const send = async (address: string, init: RequestInit = {}): Promise<Response> => {
    const { origin } = new URL(address);
    const jar = jars.get(origin) ?? new Map<string, string>();
    jars.set(origin, jar);
    const headers = new Headers(init.headers);
    if (jar.size > 0) headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(address, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(line) ?? [];
      if (/max-age=0/iu.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  };
  return {
    send,
    /** Follows redirects until there is a page or `isThere`. */
    async go(
      address: string,
      isThere: (url: string) => boolean = () => false,
    ): Promise<{ url: string; response: Response | null }> {
      let url = address;
      for (let hops = 0; hops < 10; hops += 1) {
        if (isThere(url)) return { url, response: null };
        const response = await send(url);
        const location = response.headers.get('location');
        if (location === null) return { url, response };
        url = new URL(location, url).href;
      }
      throw new Error('redirected in a circle');
    },
  };
};

type Browser = ReturnType<typeof openBrowser>;

/** Fills the login page of a sandbox in. */
const logIn = async (browser: Browser, loginUrl: string, username: string): Promise<string> => {
  const response = await browser.send(loginUrl, {
    method: 'POST',
    body: new URLSearchParams({ username, service: new URL(loginUrl).searchParams.get('service') ?? '' }),
  });
  return new URL(response.headers.get('location') ?? '', loginUrl).href;
};

let dataDir: string;
let server: ServerProcess;
let cas: CasSandbox;
let oauth: Oauth2Sandbox;
let engine: Server;
let engineOrigin: string;

const task = (id: string, assignee: string) => ({
  eventId: `evt-${id}`,
  action: 'receive',
  occurredAt: new Date(Date.now() - 60_000).toISOString(),
  instance: {
    id: `S-${id}`,
    processId: 'leave',
    processName: '请假审批',
    category: 'approval',
    subject: '张三的请假申请',
    status: 'running',
    initiator: { id: '20210001', name: '张三', department: '计算机学院' },
    startedAt: new Date(Date.now() - 61_000).toISOString(),
  },
  task: {
    id,
    nodeId: 'n2',
    nodeName: '辅导员审批',
    subject: '张三的请假申请',
    sceneCode: 'leave',
    taskType: 'approval',
    urgency: 'normal',
    completion: 'any',
    assignees: [{ id: assignee, name: '李老师', department: '计算机学院' }],
    links: { pc: `${engineOrigin}/t/${id}`, mobile: null },
    createdAt: new Date(Date.now() - 60_000).toISOString(),
  },
});

const must = async (method: string, path: string, body: unknown): Promise<void> => {
  const { status, body: answer } = await server.call(method, path, body);
  if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(answer)}`);
};

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'portico-sign-in-'));
  cas = await startCasSandbox();
  oauth = await startOauth2Sandbox();
  engine = createServer((_, response) => response.end('engine'));
  await new Promise<void>((resolve) => engine.listen(0, '127.0.0.1', resolve));
  engineOrigin = `http://127.0.0.1:${(engine.address() as AddressInfo).port}`;
  server = await startServerProcess(dataDir, await freePort(), { PORTICO_SANDBOXES: 'off' });
  for (const provider of [
    { code: 'campus', kind: 'cas3', name: '统一身份认证', baseUrl: cas.baseUrl, settings: { nameAttribute: 'cn' } },
    {
      code: 'oauth',
      kind: 'oauth2',
      baseUrl: oauth.baseUrl,
      settings: { clientId: oauth.clientId, person: 'userinfo.data.userId' },
      secrets: { clientSecret: oauth.clientSecret },
    },
  ])
    await must('POST', '/api/v1/sign-in/providers', provider);
  await must('PUT', '/api/v1/sign-in/return-origins', { origin: engineOrigin });
  const events = { events: [task('T-1', 'T001'), task('T-2', 'T001'), task('T-3', 'T002')] };
  await must('POST', '/api/v1/task-center/events', events);
});
afterAll(async () => {
  await server?.stop('SIGKILL');
  await Promise.all([cas?.close(), oauth?.close(), new Promise((resolve) => engine?.close(resolve))]);
  rmSync(dataDir, { recursive: true, force: true });
});

let browser: Browser;
beforeEach(() => {
  browser = openBrowser();
});

const isEngine = (url: string): boolean => url.startsWith(engineOrigin);

const through = async (provider: string, username: string, to: string): Promise<string> => {
  const start = `${server.url}/sso/default/${provider}/login?to=${encodeURIComponent(to)}`;
  const { url: loginUrl } = await browser.go(start);
  const back = await logIn(browser, loginUrl, username);
  return (await browser.go(back, isEngine)).url;
};

const redeem = async (token: string): Promise<unknown> =>
  (
    await fetch(`${server.url}/sso/token`, {
      method: 'POST',
      body: new URLSearchParams({ token, audience: engineOrigin }),
    })
  ).json();

test.each(['campus', 'oauth'])(
  'MUST sign a person in by %s and hand them over to the engine, once',
  async (provider) => {
    const address = new URL(await through(provider, 'T001', `${engineOrigin}/t/T-1?from=portal`));
    expect(`${address.origin}${address.pathname}`).toBe(`${engineOrigin}/t/T-1`);
    expect(address.searchParams.get('from')).toBe('portal');
    const token = address.searchParams.get('portico_token') ?? '';
    expect(await redeem(token)).toMatchObject({
      active: true,
      sub: 'T001',
      name: '李老师',
      tenant: 'default',
      provider,
    });
    expect(await redeem(token)).toEqual({ active: false });
  },
);

test('MUST show people their own page, and end it when they sign out at CAS', async () => {
  const { url: loginUrl } = await browser.go(`${server.url}/sso/default/campus/login`);
  const { url, response } = await browser.go(await logIn(browser, loginUrl, 'T001'));
  expect(url).toBe(`${server.url}/sso/default/todos`);
  const page = (await response?.text()) ?? '';
  expect(page.match(/张三的请假申请/gu)).toHaveLength(2);
  expect(page).toContain('李老师');
  const sessions = await server.call('GET', '/api/v1/sign-in/sessions?person=T001');
  expect(sessions.body.data.items[0]).toMatchObject({ provider: 'campus', name: '李老师' });
  expect(await cas.signOut('T001')).toContain(200);
  const after = await browser.go(`${server.url}/sso/default/todos`);
  expect(await after.response?.text()).toContain('选择登录方式');
  const log = await server.call('GET', '/api/v1/sign-in/log?provider=campus');
  expect(log.body.data.items[0]).toMatchObject({ outcome: 'signed-in', personId: 'T001' });
});

test('MUST tell people what is wrong when the provider answers rubbish, and tell operators why', async () => {
  cas.setFault('entity-bomb');
  const { url: loginUrl } = await browser.go(`${server.url}/sso/default/campus/login`);
  const { response } = await browser.go(await logIn(browser, loginUrl, 'T001'));
  cas.setFault(null);
  expect(response?.status).toBe(502);
  expect(await response?.text()).toContain('无法识别认证系统的应答');
  const log = await server.call('GET', '/api/v1/sign-in/log?outcome=ANSWER_UNREADABLE');
  expect(log.body.data.items[0].message).toContain('document type declaration');
  await expect.poll(() => server.output(), { timeout: 30_000 }).toContain('An identity provider does not work.');
});

test('MUST tell an operator whether a provider works', async () => {
  const ask = async (code: string) => (await server.call('POST', `/api/v1/sign-in/providers/${code}/test`)).body.data;
  expect(await ask('campus')).toMatchObject({ ok: true });
  expect(await ask('oauth')).toMatchObject({ ok: true });
  await must('POST', '/api/v1/sign-in/providers', {
    code: 'wrong',
    kind: 'oauth2',
    enabled: false,
    baseUrl: oauth.baseUrl,
    settings: { clientId: oauth.clientId },
    secrets: { clientSecret: 'wrong' },
  });
  expect(await ask('wrong')).toMatchObject({ ok: false, code: 'PROVIDER_MISCONFIGURED' });
});

test('MUST let a portal fetch a person’s to-dos in its own shape, with links that sign in', async () => {
  const authCode = 'portal-key-of-the-campus';
  const portal = { code: 'campus', authCode, signInBy: 'campus', settings: { systemCode: 'portico' } };
  expect((await server.call('POST', '/api/v1/task-center/portals', portal)).status).toBe(201);
  const ask = (headers: Record<string, string>) => fetch(`${server.url}/feed/default/campus?userId=T001`, { headers });
  const answer = (await (await ask({ authCode })).json()) as { data: { detailUrl: string }[] };
  expect(answer).toMatchObject({ code: 200, msg: '获取成功', count: 2 });
  expect(answer.data[0]).toMatchObject({ title: '张三的请假申请', systemCode: 'portico' });
  expect(await (await ask({ authCode: 'wrong-key-0123456789' })).json()).toMatchObject({ code: 500, count: 0 });
  const { url: loginUrl } = await browser.go(answer.data[0]?.detailUrl ?? '');
  const { url } = await browser.go(await logIn(browser, loginUrl, 'T001'), isEngine);
  expect(url).toMatch(new RegExp(`^${engineOrigin}/t/T-[12]\\?portico_token=`, 'u'));
});

test('MUST let a copy be kept by the changes', async () => {
  const read = async (since: string | null) =>
    (
      await server.call(
        'GET',
        `/api/v1/task-center/feed/changes${since === null ? '' : `?since=${encodeURIComponent(since)}`}`,
      )
    ).body.data;
  const first = await read(null);
  expect(first.items).toHaveLength(3);
  const done = { ...task('T-2', 'T001'), eventId: 'evt-delete', action: 'delete', task: undefined };
  expect(
    (await server.call('POST', '/api/v1/task-center/events', { ...done, occurredAt: new Date().toISOString() })).status,
  ).toBe(202);
  const removal = await until('the removal is told', 5_000, async () => {
    const { items } = await read(first.cursor);
    return (
      items.find((item: { id: string; state: string }) => item.id === 'T-2:T001' && item.state === 'withdrawn') ?? null
    );
  });
  expect(removal.state).toBe('withdrawn');
});
