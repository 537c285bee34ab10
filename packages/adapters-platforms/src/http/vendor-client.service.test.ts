import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createVendorAgent, createVendorClient, maxAnswerBytes } from './vendor-client.ts';
import type { VendorRequest } from './vendor-client.ts';

const client = createVendorClient(createVendorAgent());
const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(cleanups.splice(0).map((cleanup) => cleanup()));
});

const listen = async (server: Server | ReturnType<typeof createTcpServer>): Promise<string> => {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const serve = (listener: RequestListener): Promise<string> => listen(createServer(listener));
const requestTo = (address: string): VendorRequest => ({
  method: 'POST',
  url: new URL('/p?q=1', address),
  headers: { 'content-type': 'application/json' },
  body: '{"a":"张"}',
});
const send = (address: string, timeoutMs = 5_000, signal = new AbortController().signal) =>
  client.send(requestTo(address), { timeoutMs, signal });

describe('the client of vendors', () => {
  test('MUST send once and answer status, headers and text', async () => {
    const seen: string[] = [];
    const address = await serve((request, response) => {
      request.setEncoding('utf8');
      request.on('data', (chunk: string) =>
        seen.push(`${request.method} ${request.url} ${request.headers['content-length']} ${chunk}`),
      );
      request.on('end', () => response.writeHead(200, { 'X-Some': ['a', 'b'] }).end('好'));
    });
    expect(await send(address)).toMatchObject({ kind: 'answer', status: 200, text: '好', headers: { 'x-some': 'b' } });
    expect(seen).toEqual(['POST /p?q=1 11 {"a":"张"}']);
  });

  test('MUST not follow redirects', async () => {
    const address = await serve((_request, response) => response.writeHead(302, { location: '/login' }).end());
    expect(await send(address)).toMatchObject({ kind: 'answer', status: 302, headers: { location: '/login' } });
  });

  test('MUST read other charsets where the answer names one', async () => {
    const address = await serve((_request, response) =>
      response.writeHead(200, { 'content-type': 'text/plain; charset=GBK' }).end(Buffer.from([0xba, 0xc3])),
    );
    expect(await send(address)).toMatchObject({ text: '好' });
  });

  test('MUST know that a refused connection carried nothing', async () => {
    const server = createTcpServer();
    const address = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    cleanups.splice(0);
    expect(await send(address)).toMatchObject({
      kind: 'no-answer',
      sent: false,
      cause: 'connection',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });

  test('MUST know that an unknown name carried nothing', async () => {
    expect(await send('http://nowhere.invalid')).toMatchObject({ kind: 'no-answer', sent: false, cause: 'connection' });
  });

  test('MUST know that a failed TLS handshake carried nothing', async () => {
    const address = await serve((_request, response) => response.end('plain'));
    expect(await send(address.replace('http:', 'https:'))).toMatchObject({
      kind: 'no-answer',
      sent: false,
      cause: 'connection',
    });
  });

  test('MUST not know after a reset', async () => {
    const address = await serve((request) => request.socket.destroy());
    expect(await send(address)).toMatchObject({ kind: 'no-answer', sent: true, cause: 'connection' });
  });

  test('MUST not know after half an answer', async () => {
    const address = await serve((request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => request.socket.destroy());
    });
    expect(await send(address)).toMatchObject({ kind: 'no-answer', sent: true, cause: 'connection' });
  });

  test('MUST not know after waiting in vain', async () => {
    const address = await serve(() => undefined);
    const startedAt = performance.now();
    expect(await send(address, 80)).toMatchObject({ kind: 'no-answer', sent: true, cause: 'timeout' });
    expect(performance.now() - startedAt).toBeLessThan(1_500);
  });

  test('MUST not know after an answer that trickles', async () => {
    const address = await serve((_request, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write('x'), 10);
      response.on('close', () => clearInterval(timer));
    });
    expect(await send(address, 120)).toMatchObject({ kind: 'no-answer', sent: true, cause: 'timeout' });
  });

  test('MUST stop when told to, and send nothing when told before', async () => {
    let requests = 0;
    const controller = new AbortController();
    const address = await serve(() => {
      requests += 1;
      controller.abort();
    });
    expect(await send(address, 5_000, controller.signal)).toMatchObject({
      kind: 'no-answer',
      sent: true,
      cause: 'aborted',
    });
    expect(await send(address, 5_000, AbortSignal.abort())).toMatchObject({
      kind: 'no-answer',
      sent: false,
      cause: 'aborted',
    });
    expect(requests).toBe(1);
  });

  test('MUST bound the answer', async () => {
    const address = await serve((_request, response) => response.end(Buffer.alloc(maxAnswerBytes + 1)));
    expect(await send(address)).toMatchObject({ kind: 'no-answer', sent: true, cause: 'oversize' });
  });

  test('MUST take a server that speaks no HTTP as no answer', async () => {
    const address = await listen(createTcpServer((socket) => socket.end('SSH-2.0-x\r\n')));
    expect(await send(address)).toMatchObject({ kind: 'no-answer', sent: true });
  });
});
