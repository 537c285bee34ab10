import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until `condition` answers something other than null; fails after `boundMs`, saying `what`. */
export const until = async <T>(
  what: string,
  boundMs: number,
  condition: () => Promise<T | null>,
  everyMs = 50,
): Promise<T> => {
  const deadline = performance.now() + boundMs;
  for (;;) {
    const found = await condition();
    if (found !== null) return found;
    if (performance.now() > deadline) throw new Error(`Not within ${Math.round(boundMs / 1_000)} s: ${what}`);
    await sleep(everyMs);
  }
};

/** The value, or a failure after `boundMs`, saying `what`. */
export const within = async <T>(what: string, boundMs: number, promise: Promise<T>): Promise<T> => {
  const timer = new AbortController();
  const late = sleep(boundMs, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`Not within ${Math.round(boundMs / 1_000)} s: ${what}`);
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([promise, late]);
  } finally {
    timer.abort();
  }
};
