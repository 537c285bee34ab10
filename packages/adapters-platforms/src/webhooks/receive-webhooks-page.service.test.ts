import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { AttemptContext } from '@portico/core/work';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAddressGuard } from '../http/address-guard.ts';
import { generateSecret, signMessage } from './sign-message.ts';
import { createWebhookSender } from './webhook-sender.ts';

const page = readFileSync(join(import.meta.dirname, '../../../../docs/how-to/receive-webhooks.md'), 'utf8');
const block = (language: string): string =>
  new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'msu').exec(page)?.[1] ?? '';

const isThere = (program: string): boolean => spawnSync(program, ['--version']).status === 0;

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
};

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });

interface Receiver {
  readonly language: string;
  readonly file: string;
  readonly there: boolean;
  readonly command: (file: string, port: number) => readonly [program: string, ...rest: string[]];
}

const receivers: readonly Receiver[] = [
  { language: 'js', file: 'receive.mjs', there: true, command: (file) => [process.execPath, file] },
  {
    language: 'php',
    file: 'receive.php',
    there: isThere('php'),
    command: (file, port) => ['php', '-S', `127.0.0.1:${port}`, file],
  },
  {
    language: 'java',
    file: 'ReceiveWebhooks.java',
    there: isThere('java') && isThere('javac'),
    command: (file) => ['java', file],
  },
];

describe.each(receivers)('the page’s receiver in $language', ({ language, file, there, command }) => {
  const secret = generateSecret();
  const body = JSON.stringify({ type: 'todo.refused', data: { reason: '张三 没有账号' } });
  let folder: string;
  let running: ChildProcess | null = null;
  let url = '';

  beforeAll(async () => {
    if (!there) return;
    folder = mkdtempSync(join(tmpdir(), 'portico-receive-'));
    const path = join(folder, file);
    writeFileSync(path, block(language));
    const port = await freePort();
    const [program, ...rest] = command(path, port);
    running = spawn(program, rest, {
      env: { ...process.env, WEBHOOK_SECRET: secret, PORT: String(port) },
      stdio: 'ignore',
    });
    url = `http://127.0.0.1:${port}/`;
    for (const end = performance.now() + 60_000; performance.now() < end && !(await listens(port));) await pause(100);
  }, 90_000);
  afterAll(() => {
    running?.kill();
    if (there) rmSync(folder, { recursive: true });
  });

  const post = async (headers: Record<string, string>, text: string): Promise<number> =>
    (await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: text }))
      .status;

  test.skipIf(!there)('MUST take what the sender sends, also while the secret is being replaced', async () => {
    const sender = createWebhookSender({ guard: createAddressGuard({ allowed: [], loopback: true }) });
    const context = { signal: new AbortController().signal, remainingMs: () => 20_000 } as unknown as AttemptContext;
    for (const secrets of [[secret], [generateSecret(), secret]]) {
      const { outcome } = await sender.send({ url, id: 'evt-1', body, secrets, traceparent: null }, context);
      expect(outcome).toEqual({ kind: 'done', more: false });
    }
  });

  test.skipIf(!there)('MUST refuse what is forged, changed, old or unsigned', async () => {
    const seconds = Math.floor(Date.now() / 1_000);
    const signed = (by: string, at: number): Record<string, string> => ({
      'webhook-id': 'evt-1',
      'webhook-timestamp': String(at),
      'webhook-signature': signMessage([by], 'evt-1', at, body),
    });
    expect(await post(signed(secret, seconds), body)).toBe(204);
    expect(await post(signed(generateSecret(), seconds), body)).toBe(400);
    expect(await post(signed(secret, seconds), `${body} `)).toBe(400);
    expect(await post(signed(secret, seconds - 900), body)).toBe(400);
    expect(await post({ ...signed(secret, seconds), 'webhook-timestamp': 'now' }, body)).toBe(400);
    expect(await post({ ...signed(secret, seconds), 'webhook-id': 'evt-2' }, body)).toBe(400);
    expect(await post({}, body)).toBe(400);
  });
});
