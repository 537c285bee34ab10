import { okAsync } from 'neverthrow';
import type { Instant } from '../ports/instant.ts';
import type { Lane, LaneId } from '../work/lane.ts';
import type { Lanes } from '../work/ports.ts';
import type { MemoryDatabase } from './memory-database.ts';
import { laneTable, stoppedMs, workRowKey, workTable, type LaneRow } from './memory-work-rows.ts';

const longAgo: Instant = 0;

/** Lanes in memory. */
export const createMemoryLanes = (database: MemoryDatabase): Lanes => {
  const lanes = laneTable(database);
  const work = workTable(database);
  const byName = (tenant: string, name: string): LaneRow | undefined =>
    lanes.all().find((row) => row.lane.tenant === tenant && row.lane.name === name);
  /** Changes a lane's switches, keeping account of the time it stands still. */
  const change = (id: LaneId, edit: (row: LaneRow) => Partial<Lane>, probeUntil?: Instant): void => {
    const row = lanes.get(String(id));
    if (row === undefined) return;
    const now = database.now();
    const lane = { ...row.lane, ...edit(row) };
    const stopped = lane.paused || lane.closedUntil > now;
    lanes.set(String(id), {
      lane,
      probeUntil: probeUntil ?? row.probeUntil,
      stoppedMs: stoppedMs(row, now),
      stoppedFrom: stopped ? now : null,
    });
  };
  return {
    ensure: (wanted) =>
      okAsync(
        wanted.map(({ tenant, name, config }) => {
          const known = byName(tenant, name);
          if (known !== undefined) return known.lane;
          const lane: Lane = {
            id: database.nextNumber('lane'),
            tenant,
            name,
            config,
            configVersion: 1,
            paused: false,
            closedUntil: longAgo,
            closedReason: null,
            trips: 0,
          };
          lanes.set(String(lane.id), { lane, probeUntil: longAgo, stoppedMs: 0, stoppedFrom: null });
          return lane;
        }),
      ),
    list: (tenant) =>
      okAsync(
        lanes
          .all()
          .map((row) => row.lane)
          .filter((lane) => tenant === null || lane.tenant === tenant)
          .sort((a, b) => compare(a.tenant, b.tenant) || compare(a.name, b.name)),
      ),
    find: ({ tenant, name }) => okAsync(byName(tenant, name)?.lane ?? null),
    configure: (id, config) => {
      change(id, ({ lane }) => ({ config, configVersion: lane.configVersion + 1 }));
      return okAsync(undefined);
    },
    setPaused: (id, paused) => {
      change(id, () => ({ paused }));
      return okAsync(undefined);
    },
    close: (id, forMs, reason, trip) => {
      const now = database.now();
      change(
        id,
        ({ lane }) => ({
          closedUntil: Math.max(lane.closedUntil, now + forMs),
          closedReason: now + forMs >= lane.closedUntil ? reason : lane.closedReason,
          trips: trip && !(lane.closedUntil > now && lane.trips > 0) ? lane.trips + 1 : lane.trips,
        }),
        longAgo,
      );
      return okAsync(undefined);
    },
    takeProbe: (id, forMs) => {
      const row = lanes.get(String(id));
      const now = database.now();
      if (row === undefined || row.lane.paused || row.lane.trips === 0) return okAsync(false);
      if (row.lane.closedUntil > now || row.probeUntil > now) return okAsync(false);
      lanes.set(String(id), { ...row, probeUntil: now + forMs });
      return okAsync(true);
    },
    reopen: (id) => {
      change(id, () => ({ closedUntil: longAgo, closedReason: null, trips: 0 }), longAgo);
      return okAsync(undefined);
    },
    remove: (id) => {
      lanes.delete(String(id));
      for (const row of work.all()) if (row.lane === id) work.delete(workRowKey(id, row.key));
      return okAsync(undefined);
    },
  };
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
