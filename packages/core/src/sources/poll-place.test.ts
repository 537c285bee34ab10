import fc from 'fast-check';
import { expect, test } from 'vitest';
import { earlier } from './poll-place.ts';

test('MUST go back in the form in which the engine writes', () => {
  expect(earlier('2026-11-21 08:00:30', 60_000)).toBe('2026-11-21 07:59:30');
  expect(earlier('2026-03-01T00:00:00.123456+08:00', 1_000)).toBe('2026-02-28T23:59:59.123456+08:00');
  expect(earlier('2026-11-21 08:00:30.5+08', 500)).toBe('2026-11-21 08:00:29.5+08');
  expect(earlier('2026-11-21 08:00', 60_000)).toBe('2026-11-21 07:59:00');
  expect(earlier('1763683200000', 60_000)).toBe('1763683140000');
  expect(earlier('1763683200', 60_000)).toBe('1763683140');
  expect(earlier('20261121T0800', 60_000)).toBe('20261121T0800');
});

test('MUST never go forward, and never throw', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.date({ noInvalidDate: true }).map(String)), fc.nat(), (text, ms) => {
      expect(typeof earlier(text, ms)).toBe('string');
    }),
  );
  fc.assert(
    fc.property(
      fc.date({ min: new Date(0), max: new Date('9000-01-01'), noInvalidDate: true }),
      fc.integer({ min: 0, max: 86_400_000 }),
      (at, ms) => {
        const written = at.toISOString();
        expect(earlier(written, ms) <= written).toBe(true);
      },
    ),
  );
});
