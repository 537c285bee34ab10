import type { Clock } from '@portico/core';

/** The process's own clock. Timers longer than Node's limit of 24 days are cut to it. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  timer: (after, run) => {
    const timer = setTimeout(run, Math.min(Math.max(0, after), 2_147_483_647));
    return () => clearTimeout(timer);
  },
};
