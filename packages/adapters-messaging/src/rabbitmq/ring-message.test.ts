import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Ring } from '@portico/core/work';
import { decodeRings, encodeRings, keysPerMessage } from './ring-message.ts';

const ring: fc.Arbitrary<Ring> = fc.record({
  lane: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
  keys: fc.array(fc.string({ unit: 'grapheme', maxLength: 20 }), { maxLength: 200 }),
});

const flat = (rings: readonly Ring[]): readonly string[] =>
  rings.flatMap(({ lane, keys }) => (keys.length === 0 ? [`${lane}`] : keys.map((key) => `${lane}/${key}`)));

describe('Messages of the doorbell', () => {
  test('MUST say all that is rung, in messages of up to 64 keys, and nothing else', () => {
    fc.assert(
      fc.property(fc.array(ring, { maxLength: 6 }), (rings) => {
        const decoded = encodeRings(rings).map((body) => decodeRings(body) ?? []);
        for (const one of decoded) expect(flat(one).length).toBeLessThanOrEqual(keysPerMessage);
        expect(flat(decoded.flat())).toEqual(flat(rings));
        expect(decoded.length).toBe(Math.ceil(flat(rings).length / keysPerMessage));
      }),
    );
  });

  test('MUST ring the lane alone for a key that is too long to be heard', () => {
    const [body] = encodeRings([{ lane: 1, keys: ['x'.repeat(2_000)] }]);
    expect(decodeRings(body ?? Buffer.alloc(0))).toEqual([{ lane: 1, keys: [] }]);
  });

  test('MUST not read what is none of ours, and never throw', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.json().map((text) => Buffer.from(text)),
        ),
        (body) => {
          const rings = decodeRings(Buffer.from(body));
          if (rings !== null)
            expect(decodeRings(Buffer.from(JSON.stringify(rings.map(({ lane, keys }) => [lane, keys]))))).toEqual(
              rings,
            );
        },
      ),
    );
  });

  test.each([
    '{}',
    '[[1]]',
    '[["1",[]]]',
    '[[1.5,[]]]',
    '[[1,[2]]]',
    `[[1,${JSON.stringify(Array.from({ length: 65 }, String))}]]`,
    JSON.stringify(Array.from({ length: 65 }, () => [1, []])),
    JSON.stringify([[1, ['x'.repeat(1_025)]]]),
    `[[1,[]]${' '.repeat(300_000)}]`,
  ])('MUST not read %.40s', (text) => {
    expect(decodeRings(Buffer.from(text))).toBeNull();
  });
});
