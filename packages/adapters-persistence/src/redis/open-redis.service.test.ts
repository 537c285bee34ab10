import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openRedis, type RedisOptions } from './open-redis.ts';
import type { Redis } from './redis.ts';
import { createOwnRedis, hasRedisServer, type OwnRedis } from './testing/own-redis.ts';
import { until } from './testing/rated-worker.ts';

test.each(['', 'localhost:6379', 'http://localhost', 'redis:///0', 'amqp://u:secret@h'])(
  'MUST refuse the address %j without repeating it',
  (url) => {
    expect(() => openRedis({ url, log: () => {} })).toThrow(/^The address of Redis must be like redis:/u);
  },
);

describe.skipIf(!hasRedisServer())('A connection to Redis', () => {
  const lines: { level: string; message: string; reason: unknown }[] = [];
  let server: OwnRedis;
  let redis: Redis;

  beforeEach(async () => {
    lines.length = 0;
    server = await createOwnRedis(() => ['--requirepass', 's3cret word']);
  });
  afterEach(async () => {
    server.thaw();
    await redis.close(100);
    await server.dispose();
  });

  const open = (more: Partial<RedisOptions> = {}): Redis => {
    redis = openRedis({
      url: `redis://:s3cret%20word@127.0.0.1:${server.port}/3`,
      log: (level, message, details) => void lines.push({ level, message, reason: details['reason'] }),
      ...more,
    });
    return redis;
  };
  const ping = () => redis.run((client) => client.ping());

  test('MUST be made again whenever it breaks, and say so once an outage', async () => {
    const seen: string[] = [];
    open({ onState: ({ status }) => void seen.push(status) });
    expect(redis.state().status).toBe('connecting');
    expect(await redis.connectedWithin(300)).toBe(false);
    await server.start();
    expect(await redis.connectedWithin(10_000)).toBe(true);
    expect((await ping())._unsafeUnwrap()).toBe('PONG');
    expect((await redis.run((client) => client.client('INFO')))._unsafeUnwrap()).toContain(' db=3 ');
    await server.kill();
    await until(() => redis.state().status === 'connecting', 5_000, 'the loss is seen');
    await server.start();
    expect(await redis.connectedWithin(10_000)).toBe(true);
    expect(seen).toEqual(['connected', 'connecting', 'connected']);
    expect(lines.map(({ level }) => level)).toEqual(['warn', 'info', 'warn', 'info']);
  });

  test('MUST fail at once without a connection, and keep nothing for later', async () => {
    open();
    const begun = performance.now();
    const answers = await Promise.all(Array.from({ length: 500 }, () => redis.run((client) => client.incr('count'))));
    expect(performance.now() - begun).toBeLessThan(500);
    for (const answer of answers) expect(answer._unsafeUnwrapErr().code).toBe('STORE_UNAVAILABLE');
    await server.start();
    expect(await redis.connectedWithin(10_000)).toBe(true);
    expect((await redis.run((client) => client.get('count')))._unsafeUnwrap()).toBeNull();
  });

  test('MUST bound commands while the server is frozen, and never send one again', async () => {
    await server.start();
    open({ commandTimeoutMs: 200 });
    expect(await redis.connectedWithin(10_000)).toBe(true);
    server.freeze();
    const begun = performance.now();
    const answer = await redis.run((client) => client.incr('count'));
    expect(answer._unsafeUnwrapErr().code).toBe('STORE_UNAVAILABLE');
    expect(performance.now() - begun).toBeLessThan(600);
    server.thaw();
    await until(() => redis.state().status === 'connected', 5_000, 'it is still connected');
    expect((await redis.run((client) => client.get('count')))._unsafeUnwrap()).toBe('1');
  });

  test('MUST close in time, connected or not, frozen or not', async () => {
    for (const state of ['away', 'connected', 'frozen'] as const) {
      if (state === 'connected') await server.start();
      open();
      if (state !== 'away') expect(await redis.connectedWithin(10_000)).toBe(true);
      if (state === 'frozen') server.freeze();
      const begun = performance.now();
      await redis.close(300);
      await redis.close(300);
      expect(performance.now() - begun).toBeLessThan(600);
      expect(redis.state().status).toBe('closed');
      expect((await ping())._unsafeUnwrapErr().code).toBe('STORE_UNAVAILABLE');
    }
  });

  test('MUST try on while the server takes connections and says nothing, and close all the same', async () => {
    const sockets = new Set<Socket>();
    const mute = createServer((socket) => void sockets.add(socket)).listen(server.port, '127.0.0.1');
    await once(mute, 'listening');
    open({ commandTimeoutMs: 100, connectTimeoutMs: 200 });
    expect((await ping())._unsafeUnwrapErr().code).toBe('STORE_UNAVAILABLE');
    await until(() => sockets.size >= 3, 10_000, 'three tries');
    mute.close();
    for (const socket of sockets) socket.destroy();
    await once(mute, 'close');
    await server.start();
    expect(await redis.connectedWithin(10_000)).toBe(true);
  });

  test('MUST never show the password', async () => {
    await server.start();
    open({ url: `redis://someone:wr0ng%20word@127.0.0.1:${server.port}` });
    await until(() => redis.state().lastError !== null, 5_000, 'it is refused');
    const failure = (
      await redis.run(() => Promise.reject(new Error('bad wr0ng word, wr0ng%20word')))
    )._unsafeUnwrapErr();
    const shown = JSON.stringify([lines, redis.state(), failure]);
    expect(shown).toContain('***');
    expect(shown).not.toMatch(/wr0ng/u);
    expect(redis.state().status).toBe('connecting');
  });

  test('MUST tell what is wrong with a command from what is wrong with the server', async () => {
    await server.start();
    open();
    expect(await redis.connectedWithin(10_000)).toBe(true);
    const codeOf = async (commands: Parameters<Redis['run']>[0]) => (await redis.run(commands))._unsafeUnwrapErr().code;
    expect(await codeOf((client) => client.call('NO-SUCH-COMMAND'))).toBe('STORE_DATA');
    (await redis.run((client) => client.config('SET', 'maxmemory', '1')))._unsafeUnwrap();
    expect(await codeOf((client) => client.set('key', 'value'))).toBe('STORE_UNAVAILABLE');
  });
});

const hasOpenssl = (): boolean => spawnSync('openssl', ['version']).status === 0;

test.skipIf(!hasRedisServer() || !hasOpenssl())(
  'MUST speak TLS to a server that it can trust, and to no other',
  async () => {
    const directory = mkdtempSync(join(tmpdir(), 'portico-redis-tls-'));
    const [key, certificate] = [join(directory, 'key.pem'), join(directory, 'certificate.pem')];
    const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
    const files = ['-keyout', key, '-out', certificate];
    spawnSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...names, ...files]);
    const settings = ['--tls-cert-file', certificate, '--tls-key-file', key, '--tls-auth-clients', 'no'];
    const server = await createOwnRedis((port) => ['--port', '0', '--tls-port', `${port}`, ...settings]);
    const opened: Redis[] = [];
    const open = (url: string, ca?: string): Redis => {
      const redis = openRedis({ url, log: () => {}, ...(ca === undefined ? {} : { ca }) });
      opened.push(redis);
      return redis;
    };
    try {
      await server.start();
      const ca = readFileSync(certificate, 'utf8');
      for (const host of ['localhost', '127.0.0.1']) {
        const trusting = open(`rediss://${host}:${server.port}`, ca);
        expect(await trusting.connectedWithin(10_000)).toBe(true);
        expect((await trusting.run((client) => client.ping()))._unsafeUnwrap()).toBe('PONG');
      }
      const wary = open(`rediss://localhost:${server.port}`);
      await until(() => wary.state().lastError !== null, 5_000, 'it is not trusted');
      expect(wary.state().lastError).toMatch(/self-signed/u);
      expect(wary.state().status).toBe('connecting');
    } finally {
      await Promise.all(opened.map((redis) => redis.close(200)));
      await server.dispose();
      rmSync(directory, { recursive: true, force: true });
    }
  },
);
