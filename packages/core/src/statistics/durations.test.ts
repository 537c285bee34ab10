import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bucketOf, durationBounds, mergeBuckets, percentile } from './durations.ts';
import type { Bucket } from './ports.ts';

const bucketsOf = (durations: readonly number[]): readonly Bucket[] =>
  mergeBuckets(durations.map((ms): readonly Bucket[] => [[bucketOf(ms), 1]]));

test('MUST have bounds that grow', () => {
  for (const [index, bound] of durationBounds.entries())
    if (index > 0) expect(bound).toBeGreaterThan(durationBounds[index - 1] ?? 0);
  expect(durationBounds.at(-1)).toBeGreaterThan(5 * 86_400_000);
});

test('MUST put a duration between the bounds of its bucket', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 700_000_000 }), (ms) => {
      const bucket = bucketOf(ms);
      expect(durationBounds[bucket - 1] ?? 0).toBeLessThanOrEqual(ms);
      expect(durationBounds[bucket] ?? Infinity).toBeGreaterThan(ms);
    }),
  );
});

test('MUST tell a percentile within a bucket of the true one', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 600_000 }), { minLength: 1, maxLength: 200 }),
      fc.constantFrom(0.5, 0.95),
      (durations, share) => {
        const sorted = durations.toSorted((a, b) => a - b);
        const exact = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
        const told = percentile(bucketsOf(durations), share) ?? -1;
        expect(told).toBeGreaterThanOrEqual(durationBounds[bucketOf(exact) - 1] ?? 0);
        expect(told).toBeLessThanOrEqual(durationBounds[bucketOf(exact)] ?? Infinity);
      },
    ),
  );
});

test('MUST tell nothing of nothing', () => {
  expect(percentile([], 0.5)).toBeNull();
});
