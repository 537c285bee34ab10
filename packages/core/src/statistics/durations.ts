import type { Millis } from '../ports/instant.ts';
import type { Bucket } from './ports.ts';

/** Whole milliseconds at which the next bucket begins, each about the root of two times the one before: from 1 ms to about six days. */
export const durationBounds: readonly number[] = [
  ...new Set(Array.from({ length: 59 }, (_, step) => Math.round(2 ** (step / 2)))),
];

/** The bucket of a duration: how many bounds it reaches. */
export const bucketOf = (ms: Millis): number => {
  let low = 0;
  let high = durationBounds.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((durationBounds[middle] ?? Infinity) <= ms) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Adds up buckets. */
export const mergeBuckets = (all: readonly (readonly Bucket[])[]): readonly Bucket[] => {
  const counts = new Map<number, number>();
  for (const buckets of all)
    for (const [bucket, count] of buckets) counts.set(bucket, (counts.get(bucket) ?? 0) + count);
  return [...counts].toSorted(([a], [b]) => a - b);
};

/** The duration that this share of them does not exceed, within a bucket's width; null when there are none. */
export const percentile = (buckets: readonly Bucket[], share: number): Millis | null => {
  const total = buckets.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return null;
  const wanted = share * total;
  let before = 0;
  for (const [bucket, count] of buckets.toSorted(([a], [b]) => a - b)) {
    if (before + count >= wanted) {
      const lower = durationBounds[bucket - 1] ?? 0;
      const upper = durationBounds[bucket] ?? lower;
      return Math.round(lower + ((upper - lower) * Math.max(0, wanted - before)) / count);
    }
    before += count;
  }
  return null;
};
