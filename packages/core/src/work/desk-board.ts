import type { Millis } from '../ports/instant.ts';
import type { Ask } from './claim-cycle.ts';
import type { WorkHandler } from './handler.ts';
import { freeCalls, isHalfOpen, openDesk, untilRateAllowsMs, updateDesk, type LaneDesk } from './lane-desk.ts';
import type { Lane, LaneId } from './lane.ts';
import type { Standing } from './ports.ts';
import { divideSlots } from './slots.ts';
import type { WorkHandlers } from './worker-options.ts';

/** A lane that this worker has a handler for. */
export interface Place<Stores> {
  readonly desk: LaneDesk;
  readonly handler: WorkHandler<Stores, unknown, unknown>;
}

/** All lanes of a worker. */
export interface DeskBoard<Stores> {
  get(lane: LaneId): Place<Stores> | undefined;
  all(): readonly Place<Stores>[];
  /** Takes in the lanes as the store has them now; answers whether there are new ones. */
  update(lanes: readonly Lane[]): boolean;
  /** Says that something may be due everywhere. */
  allDue(): void;
  /** What to ask for now, of lanes where something may be due; these count as not due until somebody says so again. */
  takeAsks(standing: Standing, now: Millis): readonly Ask<Stores>[];
  /** Half-open lanes to probe now. */
  toProbe(now: Millis): readonly Place<Stores>[];
  probeAsk(place: Place<Stores>): Ask<Stores>;
  /** Lanes whose next due row would be claimed at once. */
  ready(standing: Standing, now: Millis): readonly LaneId[];
  /** Whether there is a lane to claim from or to probe. */
  hasWork(standing: Standing, now: Millis): boolean;
  /** When a lane that waits for its rate or its probe can go on. */
  nextChanceMs(standing: Standing, now: Millis): Millis;
}

export const createDeskBoard = <Stores>(handlers: WorkHandlers<Stores>): DeskBoard<Stores> => {
  const places = new Map<LaneId, Place<Stores>>();
  const all = (): readonly Place<Stores>[] => [...places.values()];
  const askOf = ({ desk, handler }: Place<Stores>, keys: number, alone: boolean): Ask<Stores> => {
    const shares = divideSlots(keys, desk.turn, desk.hungry);
    desk.turn += 1;
    desk.due = false;
    return { lane: desk.lane, handler, keys, shares, alone };
  };
  const mayProbe = (desk: LaneDesk, now: Millis): boolean =>
    isHalfOpen(desk) && !desk.probing && !desk.lane.paused && desk.closings === 0 && now >= desk.probeNotBefore;
  return {
    get: (lane) => places.get(lane),
    all,
    update: (lanes) => {
      let isNew = false;
      const known = new Set(lanes.map(({ id }) => id));
      for (const id of places.keys()) if (!known.has(id)) places.delete(id);
      for (const lane of lanes) {
        const place = places.get(lane.id);
        const handler = handlers[lane.name.split('/', 1)[0] ?? ''];
        if (place !== undefined) updateDesk(place.desk, lane);
        else if (handler !== undefined) {
          isNew = true;
          places.set(lane.id, { desk: openDesk(lane), handler });
        }
      }
      return isNew;
    },
    allDue: () => {
      for (const { desk } of places.values()) desk.due = true;
    },
    takeAsks: (standing, now) =>
      all().flatMap((place) => {
        if (!place.desk.due) return [];
        const free = freeCalls(place.desk, standing, now);
        if (free === 0) return [];
        return [askOf(place, place.desk.alone ? 1 : free * place.desk.lane.config.batchSize, place.desk.alone)];
      }),
    toProbe: (now) => all().filter(({ desk }) => desk.due && mayProbe(desk, now)),
    probeAsk: (place) => askOf(place, 1, true),
    ready: (standing, now) =>
      all().flatMap(({ desk }) => (mayProbe(desk, now) || freeCalls(desk, standing, now) > 0 ? [desk.lane.id] : [])),
    hasWork: (standing, now) =>
      all().some(({ desk }) => desk.due && (mayProbe(desk, now) || freeCalls(desk, standing, now) > 0)),
    nextChanceMs: (standing, now) => {
      let next = Infinity;
      for (const { desk } of places.values()) {
        if (!desk.due) continue;
        const wait = isHalfOpen(desk) ? desk.probeNotBefore - now : untilRateAllowsMs(desk, standing);
        if (wait > 0) next = Math.min(next, wait);
      }
      return next;
    },
  };
};
