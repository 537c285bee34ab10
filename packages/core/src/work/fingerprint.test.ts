import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareCodePoints } from './code-point-order.ts';
import { canonicalJson, fingerprint } from './fingerprint.ts';

test('MUST be the same for the same value, whatever the order of its fields', () => {
  expect(fingerprint({ a: 1, b: [{ c: null, d: 'x' }] })).toBe(
    fingerprint({ b: [{ d: 'x', c: null }], a: 1, e: undefined }),
  );
  expect(fingerprint('x')).toMatch(/^[0-9a-z]{22}$/);
});

test('MUST write JSON that reads back as the value', () => {
  const property = fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
    expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
  });
  fc.assert(property);
});

test('MUST differ for different values', () => {
  const seen = new Set(Array.from({ length: 20_000 }, (_, index) => fingerprint({ index })));
  expect(seen.size).toBe(20_000);
  expect(new Set([[], {}, null, '', 0, '0', [0], ['0'], { 0: 0 }].map(fingerprint)).size).toBe(9);
});

test('MUST compare texts as UTF-8 databases do', () => {
  const property = fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
    const [left, right] = [[...a], [...b]].map((text) => text.map((one) => one.codePointAt(0) ?? 0));
    const at = left?.findIndex((point, index) => point !== right?.[index]) ?? -1;
    const expected = at === -1 ? (left?.length ?? 0) - (right?.length ?? 0) : (left?.[at] ?? 0) - (right?.[at] ?? -1);
    expect(Math.sign(compareCodePoints(a, b))).toBe(Math.sign(expected));
  });
  fc.assert(property, { numRuns: 500 });
});
