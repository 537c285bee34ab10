import type { Doorbell, Ring } from '@portico/core/work';

/** A doorbell within one process. Whoever listens hears a ring after the ringing code has gone on; nothing is kept for later. */
export const createInProcessDoorbell = (): Doorbell => {
  const listeners = new Set<(rings: readonly Ring[]) => void>();
  let waiting: Ring[] = [];
  const deliver = (): void => {
    const rings = waiting;
    waiting = [];
    for (const heard of listeners) heard(rings);
  };
  return {
    ring: (rings) => {
      if (rings.length === 0 || listeners.size === 0) return;
      if (waiting.length === 0) queueMicrotask(deliver);
      waiting.push(...rings);
    },
    listen: (heard) => {
      const listener = (rings: readonly Ring[]): void => heard(rings);
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
};
