import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { generateSecret, signMessage } from './sign-message.ts';

const headers = (id: string, seconds: number, signature: string): Record<string, string> => ({
  'webhook-id': id,
  'webhook-timestamp': String(seconds),
  'webhook-signature': signature,
});

const now = (): number => Math.floor(Date.now() / 1_000);

const secret = fc
  .uint8Array({ minLength: 24, maxLength: 64 })
  .map((bytes) => `whsec_${Buffer.from(bytes).toString('base64')}`);

describe('a signature', () => {
  test('MUST be the one that the specification shows', () => {
    // The example of the section "Signature scheme".
    const body = '{"test": 2432232314}';
    expect(
      signMessage(['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'], 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330, body),
    ).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  test('MUST be verified by the reference library, with each of its secrets', () => {
    fc.assert(
      fc.property(
        fc.array(secret, { minLength: 1, maxLength: 3 }),
        fc.uuid(),
        fc.json({ stringUnit: 'grapheme' }),
        (secrets, id, body) => {
          const seconds = now();
          const signed = headers(id, seconds, signMessage(secrets, id, seconds, body));
          for (const one of secrets) expect(new Webhook(one).verify(body, signed)).toEqual(JSON.parse(body));
        },
      ),
    );
  });

  test('MUST not be verified for anything else', () => {
    const one = generateSecret();
    const seconds = now();
    const signature = signMessage([one], 'm-1', seconds, '{"a":1}');
    const verify = (by: string, id: string, at: number, body: string) => () =>
      new Webhook(by).verify(body, headers(id, at, signature));
    expect(verify(one, 'm-1', seconds, '{"a":1}')()).toEqual({ a: 1 });
    expect(verify(generateSecret(), 'm-1', seconds, '{"a":1}')).toThrow('No matching signature found');
    expect(verify(one, 'm-2', seconds, '{"a":1}')).toThrow('No matching signature found');
    expect(verify(one, 'm-1', seconds - 1, '{"a":1}')).toThrow('No matching signature found');
    expect(verify(one, 'm-1', seconds, '{"a":2}')).toThrow('No matching signature found');
  });

  test('MUST be made with secrets of 32 bytes, each another', () => {
    const made = Array.from({ length: 20 }, generateSecret);
    expect(new Set(made).size).toBe(20);
    for (const one of made) expect(Buffer.from(one.replace('whsec_', ''), 'base64')).toHaveLength(32);
  });
});
