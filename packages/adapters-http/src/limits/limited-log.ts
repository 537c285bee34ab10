import type { Clock } from '@portico/core';
import { createBoundedMap } from './bounded-map.ts';
import { createTokenBuckets } from './token-buckets.ts';

/** Writes what strangers can cause, without letting them fill the log. */
export interface LimitedLog<Entry> {
  /** Entries of one name: five at once, then one a minute; each says how many were left out before it. */
  write(name: string, entry: Entry): void;
}

export const createLimitedLog = <Entry>(
  write: (entry: Entry & { readonly leftOut: number }) => void,
  clock: Pick<Clock, 'monotonic'>,
): LimitedLog<Entry> => {
  const buckets = createTokenBuckets({ perSecond: 1 / 60, burst: 5 }, 1_000, clock);
  const leftOut = createBoundedMap<string, number>(1_000);
  return {
    write: (name, entry) => {
      const before = leftOut.get(name) ?? 0;
      if (!buckets.take(name).allowed) return leftOut.set(name, before + 1);
      leftOut.delete(name);
      write({ ...entry, leftOut: before });
    },
  };
};
