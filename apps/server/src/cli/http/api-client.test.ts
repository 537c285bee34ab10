import { describe, expect, test } from 'vitest';
import { fakeTerminal } from '../testing/fake-terminal.ts';
import { createApiClient, segment } from './api-client.ts';

interface Sent {
  readonly url: string;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly redirect: string | undefined;
}

type Step = { readonly status: number; readonly body?: unknown; readonly headers?: Record<string, string> } | 'lost';

const success = (data: unknown): Step => ({ status: 200, body: { success: true, data } });
const problem = (status: number, code: string, headers: Record<string, string> = {}): Step => ({
  status,
  headers,
  body: { success: false, error: { code, message: `${code} it is.`, details: [] }, requestId: 'r-1' },
});

/** A client of a server that answers these one after the other, the last for ever. */
const clientOf = (...steps: readonly Step[]) => {
  const sent: Sent[] = [];
  const fetch = (async (url: string, init: RequestInit) => {
    const step = steps[Math.min(sent.length, steps.length - 1)] ?? 'lost';
    sent.push({
      url,
      method: init.method ?? 'GET',
      headers: init.headers as Record<string, string>,
      redirect: init.redirect,
    });
    if (step === 'lost') throw new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } });
    return new Response(JSON.stringify(step.body), {
      status: step.status,
      ...(step.headers === undefined ? {} : { headers: step.headers }),
    });
  }) as typeof globalThis.fetch;
  const terminal = fakeTerminal({ fetch });
  const connection = { url: 'http://portico.example', key: 'secret-key', keyFrom: '--key' };
  return {
    api: createApiClient({ connection, language: 'en', timeoutMs: 1_000, terminal }),
    sent,
    pauses: terminal.pauses,
  };
};

describe('the client', () => {
  test('MUST ask again for what only reads, and give up after the fourth time with exit code 5', async () => {
    const back = clientOf('lost', { status: 503, body: {} }, success({ a: 1 }));
    expect(await back.api.get('/x')).toEqual({ a: 1 });
    expect(back.sent).toHaveLength(3);
    const away = clientOf('lost');
    await expect(away.api.get('/x')).rejects.toMatchObject({
      exitCode: 5,
      message: expect.stringContaining('http://portico.example'),
    });
    expect(away.sent).toHaveLength(4);
  });

  test('MUST NOT send again what may have taken effect', async () => {
    for (const step of ['lost', problem(503, 'STORE_UNAVAILABLE'), problem(500, 'INTERNAL')] as const) {
      const { api, sent } = clientOf(step, success({}));
      await expect(api.send('POST', '/x', {})).rejects.toMatchObject({ exitCode: step === 'lost' ? 5 : 1 });
      expect(sent).toHaveLength(1);
    }
  });

  test('MUST wait as long as a busy server asks, and then send anything again, under the same idempotency key', async () => {
    const { api, sent, pauses } = clientOf(problem(429, 'RATE_LIMITED', { 'Retry-After': '3' }), success({ id: 1 }));
    expect(await api.send('POST', '/x', { a: 1 })).toEqual({ id: 1 });
    expect(pauses).toEqual([3_000]);
    expect(new Set(sent.map(({ headers }) => headers['Idempotency-Key'])).size).toBe(1);
    expect(sent[0]?.headers['Idempotency-Key']).toMatch(/^[0-9a-f-]{36}$/u);
    const repeatable = clientOf('lost', success({}));
    await repeatable.api.send('POST', '/events', {}, { repeatable: true });
    expect(repeatable.sent).toHaveLength(2);
  });

  test.each([
    [problem(401, 'UNAUTHENTICATED'), 6, 'portico login --url http://portico.example'],
    [problem(403, 'FORBIDDEN'), 4, 'FORBIDDEN it is'],
    [problem(404, 'NOT_FOUND'), 3, 'NOT_FOUND it is'],
    [problem(404, 'ROUTE_NOT_FOUND'), 1, 'of another version'],
    [problem(409, 'CONFLICT'), 4, 'CONFLICT it is'],
    [problem(412, 'PRECONDITION_FAILED'), 4, 'PRECONDITION_FAILED it is'],
    [problem(400, 'INVALID'), 4, 'INVALID it is'],
    [problem(500, 'INTERNAL'), 1, 'request r-1'],
    [{ status: 200, body: '<html>' } as Step, 1, 'no Portico server'],
    [
      { status: 302, body: {}, headers: { Location: 'https://elsewhere.example/' } } as Step,
      1,
      'https://elsewhere.example/',
    ],
  ])('MUST end with a stable code, and never say the key: %j', async (step, exitCode, says) => {
    const { api, sent } = clientOf(step);
    const error = await api.send('POST', '/x', {}).catch((one: unknown) => one as Error & { exitCode: number });
    expect(error).toMatchObject({ exitCode, message: expect.stringContaining(says) });
    expect(JSON.stringify(error) + (error as Error).message).not.toContain('secret-key');
    expect(sent.every(({ redirect }) => redirect === 'manual')).toBe(true);
  });

  test('MUST read a list page by page, as far as it is wanted, and end when a page leads to itself', async () => {
    const pages = [
      success({ items: [1, 2], nextCursor: 'b' }),
      success({ items: [3, 4], nextCursor: 'c' }),
      success({ items: [5], nextCursor: null }),
    ];
    const all = async (limit: number | null, ...steps: Step[]) => {
      const { api, sent } = clientOf(...steps);
      const items: unknown[] = [];
      for await (const page of api.pages('/list', { state: 'open', task: null }, limit)) items.push(...page);
      return { items, urls: sent.map(({ url }) => url) };
    };
    expect((await all(null, ...pages)).items).toEqual([1, 2, 3, 4, 5]);
    const three = await all(3, ...pages);
    expect(three.items).toEqual([1, 2, 3]);
    expect(three.urls).toEqual([
      'http://portico.example/api/v1/list?state=open&limit=3',
      'http://portico.example/api/v1/list?state=open&limit=1&cursor=b',
    ]);
    expect((await all(null, success({ items: [1], nextCursor: 'x' }))).items).toEqual([1, 1]);
  });

  test('MUST keep an id within its segment of the path', () => {
    expect(segment('T-1:T001/../x?y')).toBe('T-1%3AT001%2F..%2Fx%3Fy');
    for (const id of ['', '.', '..']) expect(() => segment(id)).toThrow('is no id');
  });
});
