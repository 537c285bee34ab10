import type { Doorbell, Ring } from '../../work/ports.ts';
import { createFakeDoorbell } from './fake-doorbell.ts';

/** A doorbell that breaks one promise; the contract suite has to notice. */
export interface DoorbellMutant {
  /** Completes "a doorbell that …". */
  readonly name: string;
  readonly open: () => Doorbell;
}

export const doorbellMutants: readonly DoorbellMutant[] = [
  { name: 'loses rings', open: () => createFakeDoorbell(() => []) },
  {
    name: 'rings once a lane',
    open: () => {
      const rung = new Set<number>();
      return createFakeDoorbell((ring) => (rung.has(ring.lane) ? [] : (rung.add(ring.lane), [ring])));
    },
  },
  { name: 'forgets keys', open: () => createFakeDoorbell(({ lane }) => [{ lane, keys: [] }]) },
  {
    name: 'passes 64 keys on and no more',
    open: () => createFakeDoorbell(({ lane, keys }) => [{ lane, keys: keys.slice(0, 64) }]),
  },
  {
    name: 'drops rings without keys',
    open: () => createFakeDoorbell((ring) => (ring.keys.length === 0 ? [] : [ring])),
  },
  { name: 'rings the next lane', open: () => createFakeDoorbell(({ lane, keys }) => [{ lane: lane + 1, keys }]) },
  {
    name: 'calls listeners while it is rung',
    open: () => {
      const listeners = new Set<(rings: readonly Ring[]) => void>();
      return {
        ring: (rings) => {
          for (const listener of listeners) listener(rings);
        },
        listen: (heard) => {
          listeners.add(heard);
          return () => void listeners.delete(heard);
        },
      };
    },
  },
  {
    name: 'goes on calling those who have left',
    open: () => {
      const { ring, listen } = createFakeDoorbell();
      return {
        ring,
        listen: (heard) => {
          listen(heard);
          return () => {};
        },
      };
    },
  },
  {
    name: 'has one listener only',
    open: () => {
      const { ring, listen } = createFakeDoorbell();
      let stop = (): void => {};
      return {
        ring,
        listen: (heard) => {
          stop();
          stop = listen(heard);
          return stop;
        },
      };
    },
  },
];
