import * as fc from 'fast-check';
import type { Doorbell, Ring } from '../../work/ports.ts';
import { must, mustEqual, type ContractCase } from '../contract-case.ts';

/** A doorbell to try out, and how to wait until its rings must have been heard. */
export interface DoorbellBench {
  readonly doorbell: Doorbell;
  /** Resolves when what has been rung has arrived, or is lost. */
  arrived(): Promise<void>;
}

const lanesOf = (heard: readonly Ring[]): readonly number[] =>
  [...new Set(heard.map(({ lane }) => lane))].sort((a, b) => a - b);

const keysOf = (rings: readonly Ring[]): Readonly<Record<number, readonly string[]>> => {
  const keys = new Map<number, Set<string>>();
  for (const { lane, keys: more } of rings) keys.set(lane, new Set([...(keys.get(lane) ?? []), ...more]));
  return Object.fromEntries([...keys].map(([lane, all]) => [lane, [...all].sort()]));
};

/** What a working `Doorbell` promises. Losing rings is allowed in the field, not here. */
export const doorbellContract: readonly ContractCase<DoorbellBench>[] = [
  {
    name: 'MUST let every listener hear each lane and key that is rung, and no others',
    run: async ({ doorbell, arrived }) => {
      const ring = fc.record({
        lane: fc.integer({ min: 1, max: 5 }),
        keys: fc.oneof(
          fc.array(fc.oneof(fc.constantFrom('a', 'b', '张三'), fc.string({ maxLength: 40 })), { maxLength: 5 }),
          fc.integer({ min: 60, max: 150 }).map((count) => Array.from({ length: count }, (_, index) => `k-${index}`)),
        ),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(fc.array(ring, { maxLength: 4 }), { maxLength: 4 }), async (calls) => {
          const heard: [Ring[], Ring[]] = [[], []];
          const stops = heard.map((own) => doorbell.listen((rings) => void own.push(...rings)));
          for (const rings of calls) doorbell.ring(rings);
          await arrived();
          for (const stop of stops) stop();
          for (const own of heard) mustEqual(keysOf(own), keysOf(calls.flat()), 'the keys of each lane');
        }),
        { numRuns: 20, endOnFailure: true },
      );
    },
  },
  {
    name: 'MUST let listeners hear what is rung',
    run: async ({ doorbell, arrived }) => {
      const heard: Ring[] = [];
      const stop = doorbell.listen((rings) => void heard.push(...rings));
      doorbell.ring([
        { lane: 1, keys: ['a', 'b'] },
        { lane: 2, keys: ['c'] },
      ]);
      await arrived();
      mustEqual(lanesOf(heard), [1, 2], 'both lanes');
      mustEqual(heard.flatMap(({ keys }) => keys).sort(), ['a', 'b', 'c'], 'their keys');
      stop();
    },
  },
  {
    name: 'MUST NOT call listeners before ring has returned',
    run: async ({ doorbell, arrived }) => {
      let heard = 0;
      const stop = doorbell.listen(() => void (heard += 1));
      doorbell.ring([{ lane: 1, keys: ['a'] }]);
      mustEqual(heard, 0, 'not inside the ringing code');
      await arrived();
      must(heard > 0, 'afterwards');
      stop();
    },
  },
  {
    name: 'MUST let nobody hear who has stopped listening',
    run: async ({ doorbell, arrived }) => {
      let heard = 0;
      const stop = doorbell.listen(() => void (heard += 1));
      stop();
      stop();
      doorbell.ring([{ lane: 1, keys: ['a'] }]);
      await arrived();
      mustEqual(heard, 0, 'silence');
    },
  },
  {
    name: 'MUST take rings that nobody hears, and no rings at all',
    run: async ({ doorbell, arrived }) => {
      doorbell.ring([{ lane: 1, keys: ['a'] }]);
      doorbell.ring([]);
      await arrived();
      const heard: Ring[] = [];
      const stop = doorbell.listen((rings) => void heard.push(...rings));
      doorbell.ring([{ lane: 3, keys: [] }]);
      await arrived();
      mustEqual(lanesOf(heard), [3], 'a ring without keys stands for its lane');
      stop();
    },
  },
];
