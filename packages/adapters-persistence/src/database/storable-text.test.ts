import fc from 'fast-check';
import { expect, test } from 'vitest';
import { storableJson, storableText } from './storable-text.ts';

const anyText = fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) });

test('MUST leave nothing that PostgreSQL cannot hold, and everything else as it was', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const kept = storableText(text);
      expect(kept).not.toContain('\u0000');
      expect(kept.isWellFormed()).toBe(true);
      expect(kept.length).toBe(text.length);
      if (text.isWellFormed() && !text.includes('\u0000')) expect(kept).toBe(text);
    }),
  );
});

test('MUST clean strings and keys at every depth, and keep what only looks unstorable', () => {
  const value = { 'a\u0000': ['\ud800', { 'b\udc00': 'x' }], plain: '\\u0000 \\ud800', n: 1, nothing: null, yes: true };
  expect(JSON.parse(storableJson(value))).toEqual({
    'a\ufffd': ['\ufffd', { 'b\ufffd': 'x' }],
    plain: '\\u0000 \\ud800',
    n: 1,
    nothing: null,
    yes: true,
  });
});
