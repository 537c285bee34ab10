import { describe, expect, test } from 'vitest';
import { digestFunctions } from './digests.ts';
import { compileExpression } from './expression.ts';
import { globalFunctions } from './functions.ts';
import { localTimeIn } from './local-time.ts';
import { evaluationLimits, openScope, ProfileFault } from './scope.ts';

const functions = new Map([...globalFunctions(localTimeIn('UTC')), ...digestFunctions]);
const evaluate = (expression: string, values: Readonly<Record<string, unknown>> = {}): unknown =>
  compileExpression(expression, { functions, roots: { v: null }, locals: [] })(openScope({ v: values }));

describe('digests in profiles', () => {
  // The examples of RFC 1321, FIPS 180-4, GB/T 32905-2016 and RFC 4231 (test case 2).
  test.each([
    ['hash("md5", "abc", "hex")', '900150983cd24fb0d6963f7d28e17f72'],
    ['hash("sha1", "abc", "hex")', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
    ['hash("sha256", "abc", "base64")', 'ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='],
    ['hash("sm3", "abc", "hex")', '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0'],
    [
      'hmac("sha256", "Jefe", "what do ya want for nothing?", "hex")',
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    ],
    ['hash("md5", "张三", "hex").upperAscii()', '615DB57AA314529AAA0FBE95B3E95BD3'],
    ['base64("用户:密码")', '55So5oi3OuWvhueggQ=='],
    ['hash("sha256", null, "base64url")', '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU'],
  ])('MUST be the published ones: %s', (expression, expected) => {
    expect(evaluate(expression)).toBe(expected);
  });

  test('MUST give each text an integer within the bits, the same everywhere and always', () => {
    expect(evaluate('hashInt("T-1_T001", 53)')).toBe(evaluate('hashInt("T-1_T001", 53)'));
    // SHA-256("abc") begins ba7816bf8f01cfea.
    expect(evaluate('hashInt("abc", 53)')).toBe(Number(0xba7816bf8f01cfean >> 11n));
    expect(evaluate('hashInt("abc", 31)')).toBe(Number(0xba7816bf8f01cfean >> 33n));
    const numbers = Array.from({ length: 2_000 }, (_, index) =>
      evaluate('hashInt(v.text, 53)', { text: `T-${index}` }),
    );
    expect(new Set(numbers).size).toBe(2_000);
    expect(numbers.every((number) => Number.isSafeInteger(number) && Number(number) > 0)).toBe(true);
  });

  test.each([
    'hash("md4", "x", "hex")',
    'hash("md5", "x", "latin1")',
    'hashInt("x", 30)',
    'hashInt("x", 54)',
    'hashInt("x", 40.5)',
    'hash("md5", v, "hex")',
  ])('MUST refuse what they do not know: %s', (expression) => {
    expect(() => evaluate(expression)).toThrow(ProfileFault);
  });

  test('MUST cost what they read, so that a hostile profile runs out of it', () => {
    const text = 'x'.repeat(1_000_000);
    const many = `[${Array.from({ length: 20 }, () => 'hash("sha256", v.text, "hex")').join(', ')}]`;
    expect(() => evaluate(many, { text })).toThrow(`takes more than ${evaluationLimits.steps} steps`);
  });

  test('MUST read JSON inside JSON, and take what is none for null', () => {
    expect(evaluate('parseJson(v.message).docs.exists(doc, doc.id == "7")', { message: '{"docs":[{"id":"7"}]}' })).toBe(
      true,
    );
    expect(evaluate('parseJson(v.message)', { message: '{"id": 1234567890123456789}' })).toEqual({
      id: '1234567890123456789',
    });
    expect(evaluate('parseJson(v.message)', { message: 'none' })).toBeNull();
    expect(evaluate('parseJson(v.message)', { message: null })).toBeNull();
  });
});
