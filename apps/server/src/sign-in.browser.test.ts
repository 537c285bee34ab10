import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCasSandbox, type CasSandbox } from '@portico/adapters-platforms/sandboxes';
import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort, startServerProcess, type ServerProcess } from './testing/server-process.ts';

const executablePath = process.env['PORTICO_TEST_CHROMIUM'] ?? '/usr/bin/chromium';

let dataDir: string;
let server: ServerProcess;
let cas: CasSandbox;
let engine: Server;
let browser: Browser;
let engineOrigin: string;

const must = async (method: string, path: string, body: unknown): Promise<void> => {
  const { status, body: answer } = await server.call(method, path, body);
  if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(answer)}`);
};

const event = (id: string, minutesAgo: number) => ({
  eventId: `evt-${id}`,
  action: 'receive',
  occurredAt: new Date(Date.now() - minutesAgo * 60_000).toISOString(),
  instance: {
    id: `S-${id}`,
    processId: 'leave',
    processName: '请假审批',
    category: 'approval',
    subject: '请假申请',
    status: 'running',
    initiator: { id: '20210001', name: '张三', department: '计算机学院' },
    startedAt: new Date(Date.now() - minutesAgo * 60_000).toISOString(),
  },
  task: {
    id,
    nodeId: 'n2',
    nodeName: '辅导员审批',
    subject: `张三的请假申请 ${id}`,
    sceneCode: 'leave',
    taskType: 'approval',
    urgency: 'urgent',
    completion: 'any',
    assignees: [{ id: 'T001', name: '李老师', department: '计算机学院' }],
    links: { pc: `${engineOrigin}/t/${id}`, mobile: null },
    createdAt: new Date(Date.now() - minutesAgo * 60_000).toISOString(),
  },
});

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'portico-sign-in-'));
  cas = await startCasSandbox();
  engine = createServer((_, response) => response.end('<title>engine</title>'));
  await new Promise<void>((resolve) => engine.listen(0, '127.0.0.1', resolve));
  engineOrigin = `http://127.0.0.1:${(engine.address() as AddressInfo).port}`;
  server = await startServerProcess(dataDir, await freePort(), { PORTICO_SANDBOXES: 'off' });
  const provider = { code: 'campus', kind: 'cas3', baseUrl: cas.baseUrl, settings: { nameAttribute: 'cn' } };
  await must('POST', '/api/v1/sign-in/providers', provider);
  await must('PUT', '/api/v1/sign-in/return-origins', { origin: engineOrigin });
  await must('POST', '/api/v1/task-center/events', { events: [event('T-1', 30), event('T-2', 10)] });
  browser = await chromium.launch({ executablePath, args: ['--headless=new', '--no-sandbox', '--disable-gpu'] });
});
afterAll(async () => {
  await browser?.close();
  await server?.stop('SIGKILL');
  await Promise.all([cas?.close(), new Promise((resolve) => engine?.close(resolve))]);
  rmSync(dataDir, { recursive: true, force: true });
});

test('MUST take a person from a link through CAS to the engine, to their own page, and out again', async () => {
  const context = await browser.newContext({ locale: 'zh-CN' });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  // What our own pages ask for in vain; the other servers have no icon.
  page.on('response', (response) => {
    if (response.status() >= 400 && response.url().startsWith(server.url)) errors.push(response.url());
  });

  await page.goto(`${server.url}/sso/default/campus/login?to=${encodeURIComponent(`${engineOrigin}/t/T-1`)}`);
  await page.getByLabel('账号').selectOption('T001');
  await page.getByRole('button', { name: '登录' }).click();
  await page.waitForURL((url) => url.origin === engineOrigin);
  expect(new URL(page.url()).searchParams.has('portico_token')).toBe(true);

  await page.goto(`${server.url}/sso/default/todos`);
  expect(await page.getByRole('heading').first().textContent()).toBe('我的待办');
  expect(await page.getByRole('link', { name: /张三的请假申请/u }).count()).toBe(2);
  await page.getByRole('link', { name: '张三的请假申请 T-2' }).click();
  // Straight through: nobody is asked again.
  await page.waitForURL((url) => url.origin === engineOrigin && url.pathname === '/t/T-2');

  await page.goto(`${server.url}/sso/default/todos`);
  await page.getByRole('button', { name: '退出登录' }).click();
  expect(await page.getByRole('heading').first().textContent()).toBe('已退出登录');
  await page.goto(`${server.url}/sso/default/todos`);
  // Still signed in at CAS: a session of ours begins anew, without a question.
  await page.waitForURL((url) => url.pathname === '/sso/default/todos');
  expect(errors).toEqual([]);
  await context.close();
});
