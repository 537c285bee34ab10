import type { Doorbell, Ring } from '../work/ports.ts';

/** A doorbell within one process. Whoever listens hears a ring after the ringing code has gone on; nothing is kept for later. */
export const createMemoryDoorbell = (): Doorbell => {
  const listeners = new Set<(rings: readonly Ring[]) => void>();
  return {
    ring: (rings) => {
      if (rings.length === 0) return;
      for (const listener of listeners) void Promise.resolve().then(() => listeners.has(listener) && listener(rings));
    },
    listen: (heard) => {
      const listener = (rings: readonly Ring[]): void => heard(rings);
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
};
