import { describe, expect, test } from 'vitest';
import { compileExpression } from './expression.ts';
import { globalFunctions } from './functions.ts';
import { openScope } from './scope.ts';
import { signFunctions } from './sign-functions.ts';

const evaluate = (text: string, roots: Readonly<Record<string, unknown>> = {}): unknown =>
  compileExpression(text, {
    functions: new Map([...globalFunctions(() => null), ...signFunctions]),
    roots: Object.fromEntries(Object.keys(roots).map((name) => [name, null])),
    locals: [],
  })(openScope(roots));

describe('hmacSha256', () => {
  test('MUST give the signature of the example that Standard Webhooks publishes', () => {
    const roots = {
      key: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      content: 'msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{"test": 2432232314}',
    };
    expect(evaluate('hmacSha256(key, content, "base64")', roots)).toBe('g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  test('MUST take any other key as its bytes (RFC 4231, test case 2)', () => {
    expect(evaluate('hmacSha256("Jefe", "what do ya want for nothing?", "hex")')).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });

  test('MUST say which encodings there are', () => {
    expect(() => evaluate('hmacSha256("key", "text", "base32")')).toThrow('base64 or hex only');
  });
});

describe('isoTime', () => {
  test('MUST write an instant in UTC, and nothing where there is none', () => {
    expect(evaluate('isoTime(1763683200000)')).toBe('2025-11-21T00:00:00.000Z');
    expect(evaluate('isoTime(null)')).toBe(null);
    expect(() => evaluate('isoTime(1e300)')).toThrow('milliseconds');
    expect(() => evaluate('isoTime("today")')).toThrow('needs a number');
  });
});
