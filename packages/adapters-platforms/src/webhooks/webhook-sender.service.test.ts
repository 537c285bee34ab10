import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterEach, describe, expect, test } from 'vitest';
import type { AttemptContext } from '@portico/core/work';
import { createAddressGuard } from '../http/address-guard.ts';
import { createWebhookSender } from './webhook-sender.ts';

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(cleanups.splice(0).map((cleanup) => cleanup()));
});

const serve = async (listener: RequestListener): Promise<string> => {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks?token=t0ken`;
};

const sender = createWebhookSender({ guard: createAddressGuard({ allowed: [], loopback: true }) });
const secrets = [sender.generateSecret(), sender.generateSecret()];
const body = JSON.stringify({ type: 'todo.refused', data: { reason: '张三 没有账号' } });

const send = (url: string, timeoutMs = 5_000) =>
  sender.send(
    { url, id: 'evt-1', body, secrets, traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' },
    { signal: new AbortController().signal, remainingMs: () => timeoutMs } as unknown as AttemptContext,
  );

describe('the sender of webhooks', () => {
  test('MUST send what the reference library verifies, and keep no secret of it', async () => {
    const verified: unknown[] = [];
    const seen: (string | undefined)[] = [];
    const url = await serve((request, response) => {
      let text = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      request.on('end', () => {
        const headers = request.headers as Record<string, string>;
        for (const secret of secrets) verified.push(new Webhook(secret).verify(text, headers));
        seen.push(request.method, request.url, headers['webhook-id'], headers['traceparent'], headers['content-type']);
        response.writeHead(204).end();
      });
    });
    const { outcome, exchanges, gone, sent } = await send(url);
    expect([outcome, gone, sent]).toEqual([{ kind: 'done', more: false }, false, true]);
    expect(verified).toEqual([JSON.parse(body), JSON.parse(body)]);
    expect(seen).toEqual([
      'POST',
      '/hooks?token=t0ken',
      'evt-1',
      '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
      'application/json; charset=utf-8',
    ]);
    const kept = JSON.stringify(exchanges);
    expect(kept).toContain('张三');
    expect(kept).not.toContain('t0ken');
    for (const secret of secrets) expect(kept).not.toContain(secret.replace('whsec_', ''));
  });

  test('MUST say that the endpoint is gone', async () => {
    const url = await serve((_request, response) => response.writeHead(410).end());
    expect(await send(url)).toMatchObject({ outcome: { kind: 'refused' }, gone: true, sent: true });
  });

  test('MUST not follow a redirect, wherever it leads', async () => {
    let requests = 0;
    const url = await serve((_request, response) => {
      requests += 1;
      response.writeHead(307, { location: 'http://169.254.169.254/latest/meta-data' }).end();
    });
    expect(await send(url)).toMatchObject({ outcome: { kind: 'failed' }, gone: false });
    expect(requests).toBe(1);
  });

  test('MUST not know after waiting in vain, or after an endless answer', async () => {
    const silent = await serve(() => undefined);
    expect(await send(silent, 80)).toMatchObject({ outcome: { kind: 'unknown' }, sent: true });
    const endless = await serve((_request, response) => {
      response.writeHead(200);
      const write = (): void => {
        while (response.write('x'.repeat(65_536)));
        response.once('drain', write);
      };
      write();
      response.on('error', () => undefined);
    });
    expect(await send(endless)).toMatchObject({ outcome: { kind: 'unknown' }, sent: true });
  });

  test.each(['http://169.254.169.254/', 'http://10.0.0.1/', 'http://[fd00::1]/', 'http://192.168.1.1:8080/'])(
    'MUST refuse to send to %s',
    async (url) => {
      expect(await send(url)).toMatchObject({ outcome: { kind: 'refused' }, gone: false, sent: false });
    },
  );

  test('MUST try again later when nobody listens', async () => {
    expect(await send('http://127.0.0.1:9/')).toMatchObject({ outcome: { kind: 'failed' }, sent: false });
  });
});
