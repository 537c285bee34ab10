import { connect, type AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import { afterEach, describe, expect, test } from 'vitest';
import { createApiUnderTest } from './testing/api-under-test.ts';
import { sampleEventBody } from './testing/sample-bodies.ts';

const events = '/api/v1/task-center/events';
const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
});

const listen = async (): Promise<{ port: number; adminKey: string; errors: unknown[] }> => {
  const { app, adminKey, errors } = await createApiUnderTest();
  const port = await new Promise<number>((ready) => {
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, (address: AddressInfo) =>
      ready(address.port),
    ) as Server;
    servers.push(server);
  });
  return { port, adminKey, errors };
};

/** Writes bytes as they are, and answers what came back until the server closed or answered in full. */
const exchange = (
  port: number,
  write: (send: (text: string) => boolean) => void,
  isEnough: (text: string) => boolean,
): Promise<string> =>
  new Promise((resolve) => {
    let received = '';
    const socket = connect(port, '127.0.0.1', () => write((text) => socket.writable && socket.write(text)));
    const end = (): void => {
      socket.destroy();
      resolve(received);
    };
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => {
      received += text;
      if (isEnough(received)) end();
    });
    socket.on('error', end);
    socket.on('close', end);
  });

const head = (key: string, ...lines: string[]): string =>
  [
    `POST ${events} HTTP/1.1`,
    'Host: localhost',
    `X-API-Key: ${key}`,
    'Content-Type: application/json',
    ...lines,
    '',
    '',
  ].join('\r\n');

describe('behind a real server', () => {
  test('MUST take events', async () => {
    const { port, adminKey } = await listen();
    const response = await fetch(`http://127.0.0.1:${port}${events}`, {
      method: 'POST',
      headers: { 'X-API-Key': adminKey, 'Content-Type': 'application/json' },
      body: JSON.stringify(sampleEventBody()),
    });
    expect(response.status).toBe(202);
    expect(await response.json()).toMatchObject({ data: { accepted: 1 } });
  });

  test('MUST answer an announced body of 5 MB before it is sent', async () => {
    const { port, adminKey } = await listen();
    const answer = await exchange(
      port,
      (send) => send(head(adminKey, 'Content-Length: 5000000')),
      (text) => text.includes('4194304'),
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer.toLowerCase()).toContain('connection: close');
  });

  test('MUST answer a client that sends all of its 5 MB at once', async () => {
    const { port, adminKey, errors } = await listen();
    const send = (body: string | ReadableStream): Promise<Response> =>
      fetch(`http://127.0.0.1:${port}${events}`, {
        method: 'POST',
        headers: { 'X-API-Key': adminKey, 'Content-Type': 'application/json' },
        body,
        ...({ duplex: 'half' } as object),
      });
    const response = await send(' '.repeat(5_000_000));
    expect([response.status, ((await response.json()) as { error: { code: string } }).error.code]).toEqual([
      413,
      'BODY_TOO_LARGE',
    ]);
    expect(errors).toEqual([]);
  });

  test('MUST stop reading a chunked body at the limit', async () => {
    const { port, adminKey } = await listen();
    const chunk = `10000\r\n${' '.repeat(65_536)}\r\n`;
    const answer = await exchange(
      port,
      (send) => {
        send(head(adminKey, 'Transfer-Encoding: chunked'));
        for (let sent = 0; sent < 80; sent += 1) send(chunk);
      },
      (text) => text.includes('4194304'),
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  test('MUST survive clients that leave in the middle of a body', async () => {
    const { port, adminKey, errors } = await listen();
    for (let left = 0; left < 5; left += 1) {
      await new Promise<void>((done) => {
        const socket = connect(port, '127.0.0.1', () => {
          socket.write(head(adminKey, 'Content-Length: 1000') + '{"eventId":', () => {
            socket.destroy();
            done();
          });
        });
      });
    }
    const response = await fetch(`http://127.0.0.1:${port}/healthz`);
    expect(response.status).toBe(200);
    expect(errors).toEqual([]);
  });

  test.each([
    'GET /%00 HTTP/1.1',
    'GET /api/v1/task-center/todos/%E0%A4%A HTTP/1.1',
    'GET //// HTTP/1.1',
    'GET /..%2f..%2fetc HTTP/1.1',
    'PURGE / HTTP/1.1',
  ])('MUST answer %s with less than 500', async (line) => {
    const { port, adminKey } = await listen();
    const answer = await exchange(
      port,
      (send) => send(`${line}\r\nHost: localhost\r\nX-API-Key: ${adminKey}\r\nConnection: close\r\n\r\n`),
      () => false,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
  });
});
