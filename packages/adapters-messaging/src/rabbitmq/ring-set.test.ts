import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Ring } from '@portico/core/work';
import { createRingSet } from './ring-set.ts';

const ring: fc.Arbitrary<Ring> = fc.record({
  lane: fc.integer({ min: 1, max: 6 }),
  keys: fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { maxLength: 5 }),
});

describe('A set of rings', () => {
  test('MUST ring every lane that was rung, within its bounds, and no key twice or out of nowhere', () => {
    fc.assert(
      fc.property(
        fc.array(ring),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 6 }),
        (rings, mostKeys, mostLanes) => {
          const set = createRingSet(mostKeys, mostLanes);
          set.add(rings);
          expect(set.isEmpty()).toBe(rings.length === 0);
          const taken = set.take();
          const lanes = new Set(rings.map(({ lane }) => lane));
          expect(new Set(taken.map(({ lane }) => lane))).toEqual(new Set([...lanes].slice(0, mostLanes)));
          const keys = taken.flatMap(({ lane, keys: own }) => own.map((key) => `${lane}/${key}`));
          expect(keys.length).toBeLessThanOrEqual(mostKeys);
          expect(new Set(keys).size).toBe(keys.length);
          const rung = new Set(rings.flatMap(({ lane, keys: own }) => own.map((key) => `${lane}/${key}`)));
          expect(keys.filter((key) => !rung.has(key))).toEqual([]);
          // A lane of which a key is missing is rung as a whole.
          for (const { lane, keys: own } of rings) {
            if (!taken.some((one) => one.lane === lane)) continue;
            const whole = taken.some((one) => one.lane === lane && one.keys.length === 0);
            expect(whole || own.every((key) => keys.includes(`${lane}/${key}`))).toBe(true);
            if (own.length === 0) expect(whole).toBe(true);
          }
          expect([set.isEmpty(), set.take()]).toEqual([true, []]);
        },
      ),
    );
  });
});
