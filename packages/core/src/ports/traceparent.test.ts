import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readTraceparent, writeTraceparent } from './traceparent.ts';

const hex = (digits: number): fc.Arbitrary<string> =>
  fc.stringMatching(new RegExp(`^[0-9a-f]{${digits}}$`, 'u')).filter((text) => text !== '0'.repeat(digits));

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const spanId = '00f067aa0ba902b7';

describe('readTraceparent', () => {
  test('MUST read what writeTraceparent wrote', () => {
    fc.assert(
      fc.property(fc.record({ traceId: hex(32), spanId: hex(16), sampled: fc.boolean() }), (place) => {
        const text = writeTraceparent(place);
        expect(text).toHaveLength(55);
        expect(readTraceparent(text)).toEqual(place);
      }),
    );
  });

  test('MUST answer null, and never throw, for anything else', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        expect(readTraceparent(text)).toBeNull();
      }),
    );
  });

  test.each([
    [`00-${traceId}-${spanId}-01`, true],
    [`00-${traceId}-${spanId}-00`, false],
    // Flags that are not known yet.
    [`00-${traceId}-${spanId}-ff`, true],
    // A version that is not known yet may say more.
    [`cc-${traceId}-${spanId}-01-what-the-future-will-be-like`, true],
  ])('MUST read %s', (text, sampled) => {
    expect(readTraceparent(text)).toEqual({ traceId, spanId, sampled });
  });

  test.each([
    '',
    `00-${traceId}-${spanId}`,
    `00-${traceId}-${spanId}-01-more`,
    `ff-${traceId}-${spanId}-01`,
    `00-${traceId.toUpperCase()}-${spanId}-01`,
    `00-${'0'.repeat(32)}-${spanId}-01`,
    `00-${traceId}-${'0'.repeat(16)}-01`,
    `00-${traceId}-${spanId}-01, 00-${traceId}-${spanId}-01`,
    ` 00-${traceId}-${spanId}-01`,
    `cc-${traceId}-${spanId}-01.what`,
    `cc-${traceId}-${spanId}-01-${'x'.repeat(600)}`,
  ])('MUST refuse %j', (text) => {
    expect(readTraceparent(text)).toBeNull();
  });
});
