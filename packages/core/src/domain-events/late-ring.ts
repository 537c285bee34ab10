import type { Clock } from '../ports/clock.ts';
import type { Millis } from '../ports/instant.ts';
import type { LaneId } from '../work/lane.ts';
import type { Doorbell } from '../work/ports.ts';

/** When keys are rung for that a transaction schedules: once it has had time to commit, and again should that have taken long. */
const afterMs: readonly Millis[] = [10, 100];

/**
 * Rings for keys that a transaction under way has scheduled, as many as come together at a time. A hint alone, so that it does not
 * matter whether the transaction comes to its end.
 */
export const createLateRing = (
  doorbell: Doorbell,
  clock: Pick<Clock, 'timer'>,
): ((lane: LaneId, key: string) => void) => {
  const rounds = afterMs.map((delay) => ({ delay, waiting: new Map<LaneId, string[]>() }));
  return (lane, key) => {
    for (const { delay, waiting } of rounds) {
      if (waiting.size === 0)
        clock.timer(delay, () => {
          const rings = [...waiting].map(([to, keys]) => ({ lane: to, keys }));
          waiting.clear();
          doorbell.ring(rings);
        });
      waiting.set(lane, [...(waiting.get(lane) ?? []), key]);
    }
  };
};
