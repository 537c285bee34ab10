import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from './tooling/root.mjs';

const minutes = 60_000;

let folder: string;
let server: ChildProcess | undefined;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portico-unpacked-'));
  const archive = join(folder, 'portico.tar.gz');
  const packed = spawnSync(process.execPath, ['scripts/offline.mjs', '--out', archive], {
    cwd: root,
    encoding: 'utf8',
  });
  if (packed.status !== 0) throw new Error(`Packing failed:\n${packed.stdout}${packed.stderr}`);
  const unpacked = spawnSync('tar', ['-xzf', archive, '-C', folder]);
  if (unpacked.status !== 0) throw new Error('Unpacking failed.');
  rmSync(archive);
}, 5 * minutes);
afterAll(async () => {
  server?.kill('SIGTERM');
  for (let rounds = 0; server?.exitCode === null && rounds < 200; rounds += 1) await sleep(50);
  rmSync(folder, { recursive: true, force: true });
});

/** The environment of a machine that has a shell, and no program that anybody could find. */
const bare = { PATH: '/nowhere' };

const place = (): string => join(folder, readdirSync(folder)[0] ?? '');

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });

/** Asks until the answer is worth something. */
const eventually = async <T>(ask: () => Promise<T | undefined>, within: number): Promise<T> => {
  for (const deadline = performance.now() + within; performance.now() < deadline; await sleep(100)) {
    const answer = await ask().catch(() => undefined);
    if (answer !== undefined) return answer;
  }
  throw new Error(`No answer within ${within} ms`);
};

test('MUST hold what running needs and nothing of what developing needs', () => {
  expect(existsSync(join(place(), 'portico'))).toBe(true);
  const packages = readdirSync(join(place(), 'app', 'node_modules', '.pnpm'));
  expect(packages.length).toBeGreaterThan(20);
  expect(packages.filter((name) => /^(?:typescript|vitest|oxlint|fast-check|playwright)/u.test(name))).toEqual([]);
});

test('MUST start every app with nothing but a shell', () => {
  const scripts = readdirSync(place()).filter((name) => name.startsWith('portico'));
  for (const script of scripts) {
    const done = spawnSync('/bin/sh', [join(place(), script), '--version'], { env: bare, encoding: 'utf8' });
    expect(`${done.stderr}${done.stdout}`).toMatch(/^\d+\.\d+\.\d+\n$/u);
  }
});

test('MUST serve and push a first to-do with nothing but a shell', { timeout: 2 * minutes }, async () => {
  const port = await freePort();
  server = spawn('/bin/sh', ['./portico', 'start'], {
    cwd: place(),
    env: { ...bare, PORTICO_PORT: `${port}` },
    stdio: 'ignore',
  });
  const ask = async (url: string, options: RequestInit = {}): Promise<any> => (await fetch(url, options)).json();
  const here = `http://127.0.0.1:${port}`;
  await eventually(async () => ((await fetch(`${here}/readyz`)).ok ? true : undefined), 60_000);
  const { apiKey } = JSON.parse(readFileSync(join(place(), '.portico', 'credentials.json'), 'utf8')) as {
    apiKey: string;
  };
  const headers = { 'X-API-Key': apiKey, 'Content-Type': 'application/json' };
  const now = new Date().toISOString();
  const event = {
    eventId: 'evt-1',
    action: 'receive',
    occurredAt: now,
    instance: { id: 'S-1', processId: 'leave', subject: '张三的请假申请', status: 'running', startedAt: now },
    task: {
      id: 'T-1',
      nodeId: 'n2',
      nodeName: '辅导员审批',
      subject: '张三的请假申请',
      assignees: [{ id: 'T001', name: '李老师' }],
      links: { pc: 'https://oa.example.edu/t/1' },
      createdAt: now,
    },
  };
  const told = await ask(`${here}/api/v1/task-center/events`, { method: 'POST', headers, body: JSON.stringify(event) });
  expect(told).toMatchObject({ success: true, data: { accepted: 1 } });
  const { data } = await ask(`${here}/api/v1/task-center/platforms`, { headers });
  expect(data.items.length).toBeGreaterThan(3);
  for (const { baseUrl } of data.items) {
    const [todo] = await eventually(async () => {
      const { todos } = await ask(`${baseUrl}/_sandbox/todos?assignee=T001`);
      return todos.length > 0 ? todos : undefined;
    }, 20_000);
    expect(todo).toMatchObject({ title: '张三的请假申请', state: 'open' });
  }
});
