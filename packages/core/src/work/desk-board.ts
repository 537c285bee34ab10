import type { Millis } from '../ports/instant.ts';
import type { Ask } from './claim-cycle.ts';
import { handlerFor } from './handler-for.ts';
import type { WorkHandler } from './handler.ts';
import {
  freeCalls,
  isHalfOpen,
  openDesk,
  possibleCalls,
  untilRateAllowsMs,
  updateDesk,
  type LaneDesk,
} from './lane-desk.ts';
import type { Lane, LaneId } from './lane.ts';
import { servesLane, type LaneSelection } from './lane-selection.ts';
import type { Admission } from './rate-gate.ts';
import { divideSlots } from './slots.ts';
import type { Standing } from './standing.ts';
import type { WorkHandlers } from './worker-options.ts';

/** A lane that this worker has a handler for. */
export interface Place<Stores> {
  readonly desk: LaneDesk;
  readonly handler: WorkHandler<Stores, unknown, unknown>;
}

/** How this worker stands in the lane of this name. */
export type Standings = (lane: string) => Standing;

/** All lanes that a worker serves. */
export interface DeskBoard<Stores> {
  get(lane: LaneId): Place<Stores> | undefined;
  all(): readonly Place<Stores>[];
  /** Whether the lane is known to be none of this worker's. */
  isOthers(lane: LaneId): boolean;
  /** Takes in the lanes as the store has them now; answers whether there are new ones. */
  update(lanes: readonly Lane[]): boolean;
  /** Says that something may be due everywhere. */
  allDue(): void;
  /** What the limiter is to be asked for before `takeAsks`: lanes with a rate where something may be due. */
  toAdmit(standings: Standings, now: Millis): readonly Admission[];
  /** What to ask for now, of lanes where something may be due; these count as not due until somebody says so again. */
  takeAsks(standings: Standings, now: Millis): readonly Ask<Stores>[];
  /** Half-open lanes to probe now. */
  toProbe(now: Millis): readonly Place<Stores>[];
  probeAsk(place: Place<Stores>): Ask<Stores>;
  /** Lanes whose next due row would be claimed at once. */
  ready(standings: Standings, now: Millis): readonly LaneId[];
  /** Whether there is a lane to claim from or to probe. */
  hasWork(standings: Standings, now: Millis): boolean;
  /** When a lane that waits for its rate or its probe can go on. */
  nextChanceMs(standings: Standings, now: Millis): Millis;
}

export const createDeskBoard = <Stores>(handlers: WorkHandlers<Stores>, lanes: LaneSelection): DeskBoard<Stores> => {
  const places = new Map<LaneId, Place<Stores>>();
  let others: ReadonlySet<LaneId> = new Set();
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
    isOthers: (lane) => others.has(lane),
    update: (found) => {
      let isNew = false;
      const known = new Set(found.map(({ id }) => id));
      for (const id of places.keys()) if (!known.has(id)) places.delete(id);
      for (const lane of found) {
        const place = places.get(lane.id);
        const handler = servesLane(lanes, lane.name) ? handlerFor(handlers, lane) : undefined;
        if (place !== undefined) updateDesk(place.desk, lane);
        else if (handler !== undefined) {
          isNew = true;
          places.set(lane.id, { desk: openDesk(lane), handler });
        }
      }
      others = new Set(found.flatMap(({ id }) => (places.has(id) ? [] : [id])));
      return isNew;
    },
    allDue: () => {
      for (const { desk } of places.values()) desk.due = true;
    },
    toAdmit: (standings, now) =>
      all().flatMap(({ desk }) => {
        if (!desk.due || desk.lane.config.rate === null) return [];
        const calls = possibleCalls(desk, standings(desk.lane.name), now);
        return calls === 0 ? [] : [{ desk, calls }];
      }),
    takeAsks: (standings, now) =>
      all().flatMap((place) => {
        if (!place.desk.due) return [];
        const free = freeCalls(place.desk, standings(place.desk.lane.name), now);
        if (free === 0) return [];
        return [askOf(place, place.desk.alone ? 1 : free * place.desk.lane.config.batchSize, place.desk.alone)];
      }),
    toProbe: (now) => all().filter(({ desk }) => desk.due && mayProbe(desk, now)),
    probeAsk: (place) => askOf(place, 1, true),
    ready: (standings, now) =>
      all().flatMap(({ desk }) =>
        mayProbe(desk, now) || possibleCalls(desk, standings(desk.lane.name), now) > 0 ? [desk.lane.id] : [],
      ),
    hasWork: (standings, now) =>
      all().some(
        ({ desk }) => desk.due && (mayProbe(desk, now) || possibleCalls(desk, standings(desk.lane.name), now) > 0),
      ),
    nextChanceMs: (standings, now) => {
      let next = Infinity;
      for (const { desk } of places.values()) {
        if (!desk.due) continue;
        const wait = isHalfOpen(desk)
          ? desk.probeNotBefore - now
          : untilRateAllowsMs(desk, standings(desk.lane.name), now);
        if (wait > 0) next = Math.min(next, wait);
      }
      return next;
    },
  };
};
