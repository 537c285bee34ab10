import type { Clock } from '../ports/clock.ts';
import type { Millis } from '../ports/instant.ts';

/** Sleep that anybody can end. */
export interface Alarm {
  /** Ends the present sleep, or the next one at once. */
  ring(): void;
  /** Sleeps for at most this long; answers whether it was rung. */
  sleep(forMs: Millis): Promise<boolean>;
}

export const createAlarm = (clock: Clock): Alarm => {
  let rung = false;
  let wake: (() => void) | null = null;
  return {
    ring: () => {
      rung = true;
      wake?.();
    },
    sleep: async (forMs) => {
      if (!rung && forMs > 0) {
        await new Promise<void>((resolve) => {
          const cancel = clock.timer(forMs, resolve);
          wake = () => {
            cancel();
            resolve();
          };
        });
        wake = null;
      }
      const wasRung = rung;
      rung = false;
      return wasRung;
    },
  };
};
