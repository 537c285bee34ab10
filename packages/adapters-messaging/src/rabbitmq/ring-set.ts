import type { Ring } from '@portico/core/work';

/** Rings that wait for a moment: each key once, and no more than a bound. */
export interface RingSet {
  add(rings: readonly Ring[]): void;
  /** All of them, by lane; the set is empty afterwards. */
  take(): readonly Ring[];
  isEmpty(): boolean;
}

/** Beyond `mostKeys` keys, and `mostLanes` lanes, what comes is kept as a ring for its whole lane, or not at all. */
export const createRingSet = (mostKeys: number, mostLanes: number): RingSet => {
  let lanes = new Map<number, Set<string>>();
  /** Lanes of which a key was left out, or that were rung without keys. */
  let whole = new Set<number>();
  let size = 0;
  const add = ({ lane, keys }: Ring): void => {
    const waiting = lanes.get(lane) ?? new Set();
    if (!lanes.has(lane)) {
      if (lanes.size >= mostLanes) return;
      lanes.set(lane, waiting);
    }
    if (keys.length === 0) whole.add(lane);
    for (const key of keys) {
      if (waiting.has(key)) continue;
      if (size >= mostKeys) return void whole.add(lane);
      waiting.add(key);
      size += 1;
    }
  };
  return {
    add: (rings) => rings.forEach(add),
    take: () => {
      const taken = [...lanes].flatMap(([lane, keys]): Ring[] => [
        ...(keys.size > 0 ? [{ lane, keys: [...keys] }] : []),
        ...(whole.has(lane) ? [{ lane, keys: [] }] : []),
      ]);
      lanes = new Map();
      whole = new Set();
      size = 0;
      return taken;
    },
    isEmpty: () => lanes.size === 0,
  };
};
