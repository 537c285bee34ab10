import type { Doorbell, Ring } from '../../work/ports.ts';

/** How a doorbell misbehaves: what really rings for each ring. */
export type DoorbellFault = (ring: Ring) => readonly Ring[];

/** A doorbell that rings at once, or loses and doubles what `fault` says. */
export const createFakeDoorbell = (fault: DoorbellFault = (ring) => [ring]): Doorbell => {
  const listeners = new Set<(rings: readonly Ring[]) => void>();
  return {
    ring: (rings) => {
      const heard = rings.flatMap(fault);
      if (heard.length === 0) return;
      for (const listener of listeners) void Promise.resolve().then(() => listeners.has(listener) && listener(heard));
    },
    listen: (heard) => {
      const listener = (rings: readonly Ring[]): void => heard(rings);
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
};
