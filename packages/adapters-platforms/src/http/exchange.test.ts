import { describe, expect, test } from 'vitest';
import { maxKeptBody, recordExchange, storable } from './exchange.ts';
import { createRedaction } from './redaction.ts';

const secret = 'p@ss "word"/秘';

describe('redaction', () => {
  const { text, headers } = createRedaction([secret, 'abc']);

  test.each<[string, string]>([
    ['plain', `x ${secret} y`],
    ['JSON', JSON.stringify({ a: secret })],
    ['JSON in JSON', JSON.stringify({ a: JSON.stringify({ b: secret }) })],
    ['an address', `https://x.example/?q=${encodeURIComponent(secret)}`],
    ['a form', new URLSearchParams({ q: secret }).toString()],
  ])('MUST hide a secret in %s', (_where, written) => {
    const hidden = text(written);
    expect(hidden).toContain('***');
    expect(hidden).not.toMatch(/p(?:@|%40)ss/u);
  });

  test.each<[string, string]>([
    ['{"data":{"access_token":"t-1","n":1}}', '{"data":{"access_token":"***","n":1}}'],
    ['{"Password" : "x y", "b": 2}', '{"Password" : "***", "b": 2}'],
    ['{"in":"{\\"clientSecret\\":\\"s\\",\\"k\\":1}"}', '{"in":"{\\"clientSecret\\":\\"***\\",\\"k\\":1}"}'],
    ['a=1&access_token=zz&b=2', 'a=1&access_token=***&b=2'],
    ['https://x.example/p?token=zz#f', 'https://x.example/p?token=***#f'],
    ['nothing to hide: abc', 'nothing to hide: abc'],
  ])('MUST hide by name: %s', (written, hidden) => expect(text(written)).toBe(hidden));

  test('MUST hide headers by name and by value', () => {
    expect(
      headers({ accessToken: 'a', Authorization: 'Bearer b', 'set-cookie': 'c', 'x-other': `v ${secret}`, appId: 'x' }),
    ).toEqual({
      accessToken: '***',
      Authorization: '***',
      'set-cookie': '***',
      'x-other': 'v ***',
      appId: 'x',
    });
  });

  test('MUST take time in proportion only', () => {
    const quickest = (written: string): number =>
      Math.min(
        ...Array.from({ length: 5 }, () => {
          const startedAt = performance.now();
          text(written);
          return performance.now() - startedAt;
        }),
      );
    const inputs: readonly ((size: number) => string)[] = [
      (size) => `"${'token'.repeat(size)}`,
      (size) => `?${'token'.repeat(size)}`,
      (size) => `"${'token\\'.repeat(size)}`,
      (size) => `"token":"${'\\'.repeat(5 * size)}`,
      (size) => `token${'&a-'.repeat(2 * size)}`,
    ];
    for (const input of inputs) {
      // Eight times as much takes eight times as long, or 64 times when every place is compared with every other.
      const [short, long] = [quickest(input(4_000)), quickest(input(32_000))];
      expect(long / Math.max(short, 2)).toBeLessThan(30);
    }
  });
});

describe('what is kept of an exchange', () => {
  test('MUST be bounded and storable', () => {
    expect(storable('a\u0000b\ud800c')).toBe('ab\ufffdc');
    const request = {
      method: 'POST',
      url: new URL('http://127.0.0.1/x?token=secret'),
      headers: { a: '\u0000' },
      body: '张'.repeat(50_000),
    } as const;
    const exchange = recordExchange(
      'push',
      { atMs: 1.4, durationMs: 2.6 },
      request,
      { kind: 'answer', status: 200, headers: {}, text: 'x'.repeat(50_000) },
      createRedaction([]),
    );
    expect(exchange.request.body).toHaveLength(maxKeptBody);
    expect(exchange.response?.body).toHaveLength(maxKeptBody);
    expect(exchange.request.url).toBe('http://127.0.0.1/x?token=***');
    expect(exchange.request.headers).toEqual({ a: '' });
    expect([exchange.atMs, exchange.durationMs]).toEqual([1, 3]);
  });

  test('MUST not let the cut reveal part of a secret', () => {
    const long = 's3cr3t'.repeat(10);
    const body = `${'x'.repeat(maxKeptBody - 20)}${long}`;
    const request = { method: 'POST', url: new URL('http://127.0.0.1/'), headers: {}, body } as const;
    const exchange = recordExchange(
      'push',
      { atMs: 0, durationMs: 0 },
      request,
      { kind: 'no-answer', sent: true, cause: 'timeout', message: 'm' },
      createRedaction([long]),
    );
    expect(exchange.request.body).not.toContain('s3cr3t');
    expect(exchange).toMatchObject({ response: null, error: 'm' });
  });
});
