import { once } from 'node:events';
import type { LookupAddress } from 'node:dns';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createAddressGuard } from './address-guard.ts';
import { createGuardedAgent } from './guarded-agent.ts';
import { createVendorClient } from './vendor-client.ts';

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(cleanups.splice(0).map((cleanup) => cleanup()));
});

const listen = async (): Promise<{ readonly port: number; requests(): number }> => {
  let requests = 0;
  const server = createServer((_request, response) => {
    requests += 1;
    response.end('here');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
  return { port: (server.address() as AddressInfo).port, requests: () => requests };
};

const clientFor = (
  options: { readonly allowed?: readonly string[]; readonly loopback?: boolean },
  ...answers: readonly (readonly string[])[]
) => {
  let asked = 0;
  const guard = createAddressGuard({ allowed: options.allowed ?? [], loopback: options.loopback ?? false });
  const agent = createGuardedAgent(guard, (_name, _options, callback) => {
    const answer = answers[Math.min(asked, answers.length - 1)] ?? [];
    asked += 1;
    callback(
      null,
      answer.map((address): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  });
  cleanups.push(() => agent.close());
  const client = createVendorClient(agent);
  return {
    asked: () => asked,
    get: (url: string) =>
      client.send(
        { method: 'GET', url: new URL(url), headers: {}, body: null },
        { timeoutMs: 5_000, signal: new AbortController().signal },
      ),
  };
};

describe('a guarded agent', () => {
  test.each(['127.0.0.1', '[::1]', '0x7f000001', '2130706433', '127.1', '[::ffff:127.0.0.1]'])(
    'MUST refuse http://%s, and send nothing there',
    async (host) => {
      const { port, requests } = await listen();
      const { get } = clientFor({});
      expect(await get(`http://${host}:${port}/`)).toMatchObject({
        kind: 'no-answer',
        sent: false,
        cause: 'forbidden',
      });
      expect(requests()).toBe(0);
    },
  );

  test('MUST refuse a name that leads to an address of ours', async () => {
    const { port, requests } = await listen();
    const { get } = clientFor({}, ['127.0.0.1', '10.0.0.1']);
    expect(await get(`http://portal.example.edu:${port}/`)).toMatchObject({
      sent: false,
      cause: 'forbidden',
      message: expect.stringContaining('127.0.0.1, 10.0.0.1'),
    });
    expect(requests()).toBe(0);
  });

  test('MUST refuse it over TLS as well', async () => {
    const { port } = await listen();
    const { get } = clientFor({}, ['127.0.0.1']);
    expect(await get(`https://portal.example.edu:${port}/`)).toMatchObject({ sent: false, cause: 'forbidden' });
    expect(await get(`https://127.0.0.1:${port}/`)).toMatchObject({ sent: false, cause: 'forbidden' });
  });

  test('MUST go to the address that was checked, whatever the name leads to afterwards', async () => {
    const { port } = await listen();
    const rebinding = clientFor({ allowed: ['127.0.0.1'] }, ['127.0.0.1'], ['10.0.0.1']);
    expect(await rebinding.get(`http://portal.example.edu:${port}/`)).toMatchObject({ kind: 'answer', text: 'here' });
    expect(rebinding.asked()).toBe(1);
  });

  test('MUST leave out the addresses that are not allowed, and use the others', async () => {
    const { port } = await listen();
    const { get } = clientFor({ allowed: ['127.0.0.1'] }, ['10.0.0.1', '::1', '127.0.0.1']);
    expect(await get(`http://portal.example.edu:${port}/`)).toMatchObject({ kind: 'answer', text: 'here' });
  });

  test('MUST reach this machine where that is allowed', async () => {
    const { port } = await listen();
    expect(await clientFor({ loopback: true }).get(`http://127.0.0.1:${port}/`)).toMatchObject({ text: 'here' });
  });
});
