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

/** What a working `Doorbell` promises. Losing rings is allowed in the field, not here. */
export const doorbellContract: readonly ContractCase<DoorbellBench>[] = [
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
