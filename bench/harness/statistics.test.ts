import fc from 'fast-check';
import { expect, test } from 'vitest';
import { figure, median, percentile, withRange } from './statistics.ts';

test('a median MUST have as many values below it as above', () => {
  expect([median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([2, 2.5]);
});

test('a percentile MUST be the smallest value that its share does not exceed', () => {
  expect([0, 0.5, 0.95, 1].map((share) => percentile([40, 10, 30, 20], share))).toEqual([10, 20, 40, 40]);
  fc.assert(
    fc.property(
      fc.array(fc.integer(), { minLength: 1 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (values, share) => {
        const found = percentile(values, share);
        expect(values).toContain(found);
        expect(values.filter((value) => value <= found).length).toBeGreaterThanOrEqual(values.length * share);
        expect(values.filter((value) => value < found).length).toBeLessThanOrEqual(values.length * share);
      },
    ),
  );
});

test('figures MUST show no more digits than were measured', () => {
  expect([0.12345, 5.678, 12.34, 12_345.6].map(figure)).toEqual(['0.12', '5.68', '12', '12,346']);
  expect([withRange([2]), withRange([3, 1, 2])]).toEqual(['2', '2 (1 to 3)']);
});
