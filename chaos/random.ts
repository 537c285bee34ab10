import { seeded } from '../apps/server/src/testing/engine-history.ts';

/** Repeatable randomness: the same seed and the same questions give the same answers. */
export interface Random {
  /** From 0 up to 1. */
  next(): number;
  /** A whole number from `least` to `most`. */
  whole(least: number, most: number): number;
  pick<T>(items: readonly [T, ...T[]]): T;
  /** One of the values, each as likely as its weight says. */
  weighted<T>(entries: readonly (readonly [T, number])[]): T;
  /** Randomness of its own for a part, so that parts do not disturb one another. */
  branch(part: string): Random;
}

const mixed = (seed: number, part: string): number => {
  let hash = seed ^ 0x811c9dc5;
  for (const character of part) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
};

export const createRandom = (seed: number): Random => {
  const next = seeded(seed);
  const whole = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  return {
    next,
    whole,
    pick: (items) => items[whole(0, items.length - 1)] ?? items[0],
    weighted: (entries) => {
      let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [value, weight] of entries) {
        left -= weight;
        if (left < 0) return value;
      }
      const [last] = entries.slice(-1);
      if (last === undefined) throw new Error('nothing to choose from');
      return last[0];
    },
    branch: (part) => createRandom(mixed(seed, part)),
  };
};
