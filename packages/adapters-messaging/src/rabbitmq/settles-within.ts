import { setTimeout as sleep } from 'node:timers/promises';

/** Whether a promise has come to its end, well or badly, before this much time has passed. */
export const settlesWithin = async (promise: Promise<unknown>, ms: number): Promise<boolean> => {
  const timer = new AbortController();
  const settled = promise.then(
    () => true,
    () => true,
  );
  const late = sleep(ms, false, { signal: timer.signal }).catch(() => false);
  const won = await Promise.race([settled, late]);
  timer.abort();
  return won;
};
