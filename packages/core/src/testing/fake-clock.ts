import type { Clock } from '../ports/clock.ts';
import type { Instant, Millis } from '../ports/instant.ts';

/** A clock that stands still until it is told to go. */
export interface FakeClock extends Clock {
  /** Lets this much time pass, running timers in order and letting asynchronous code come to rest after each. */
  advance(ms: Millis): Promise<void>;
  /** Lets time pass until it is so; answers false when `boundMs` have passed before. */
  until(isSo: () => boolean, boundMs: Millis): Promise<boolean>;
  /** Moves the wall clock alone, as an administrator might. */
  jump(ms: number): void;
  /** How many timers wait. */
  timers(): number;
}

/**
 * `rest` resolves when asynchronous code under way has come to rest; in Node, `() => new Promise((done) => setImmediate(done))`.
 * Time begins at `start`, 2026-01-01 unless given.
 */
export const createFakeClock = (rest: () => Promise<void>, start: Instant = 1_767_225_600_000): FakeClock => {
  let passed = 0;
  let wall = start;
  let order = 0;
  const waiting = new Map<number, { readonly at: Millis; readonly run: () => void }>();
  const nextTimer = (upTo: Millis): number | null => {
    let best: number | null = null;
    let bestAt = Infinity;
    for (const [id, { at }] of waiting) {
      if (at > upTo || at >= bestAt) continue;
      best = id;
      bestAt = at;
    }
    return best;
  };
  const runNext = (upTo: Millis): boolean => {
    const id = nextTimer(upTo);
    if (id === null) return false;
    const timer = waiting.get(id);
    waiting.delete(id);
    passed = Math.max(passed, timer?.at ?? passed);
    timer?.run();
    return true;
  };
  return {
    now: () => wall + passed,
    monotonic: () => passed,
    timer: (after, run) => {
      const id = (order += 1);
      waiting.set(id, { at: passed + Math.max(0, after), run });
      return () => void waiting.delete(id);
    },
    advance: async (ms) => {
      const end = passed + ms;
      await rest();
      while (runNext(end)) await rest();
      passed = end;
    },
    until: async (isSo, boundMs) => {
      const end = passed + boundMs;
      await rest();
      while (!isSo()) {
        if (!runNext(end)) {
          passed = end;
          return isSo();
        }
        await rest();
      }
      return true;
    },
    jump: (ms) => void (wall += ms),
    timers: () => waiting.size,
  };
};
