import { err, ok, safeTry, type ResultAsync } from 'neverthrow';
import type { Instant } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import { defaultLaneConfig, type LaneConfig } from '../work/lane.ts';
import type { Ring } from '../work/ports.ts';
import type { Stores, TaskCenterContext } from './context.ts';
import { sweepLaneName } from './lane-names.ts';
import type { Platform, Sweep } from './ports.ts';
import { notFound } from './problems.ts';
import type { TaskCenter } from './task-center.ts';

/** A sweep reads and looks; two at once are enough, and each attempt ends well before its time-out. */
const sweepLane: LaneConfig = { ...defaultLaneConfig, concurrency: 2, timeoutMs: 60_000 };

/** Puts a sweep of one platform into the queue; to be rung after the commit. */
export const beginSweep = (
  stores: Stores,
  { ids }: Pick<TaskCenterContext, 'ids'>,
  { tenant, code }: Platform,
  level: 1 | 2,
  since: Instant | null,
  reason: Sweep['reason'],
): ResultAsync<{ readonly sweep: Sweep; readonly ring: Ring }, StoreFailure> =>
  safeTry(async function* () {
    const [lane] = yield* stores.lanes.ensure([{ tenant, name: sweepLaneName, config: sweepLane }]);
    if (lane === undefined) throw new Error('A lane that was made is missing.');
    const now = yield* stores.workflow.now();
    const sweep: Sweep = {
      id: ids.next(),
      tenant,
      platform: code,
      level,
      reason,
      state: 'running',
      since,
      cursor: null,
      checked: 0,
      scheduled: 0,
      corrected: 0,
      failure: null,
      startedAt: now,
      updatedAt: now,
      finishedAt: null,
    };
    yield* stores.work.schedule([{ lane: lane.id, key: sweep.id, class: 'bulk', delayMs: 0, uncertain: false }]);
    yield* stores.sweeps.insert(sweep);
    return ok({ sweep, ring: { lane: lane.id, keys: [sweep.id] } });
  });

/** Starts a sweep by hand or otherwise. Without a platform named, those that cannot be read back have no second level. */
export const createStartSweep =
  (context: TaskCenterContext): TaskCenter['startSweep'] =>
  (tenant, code, level, since, reason) =>
    context.transactor
      .run((stores) =>
        safeTry(async function* () {
          const enabled = (yield* stores.platforms.list(tenant)).filter((platform) => platform.enabled);
          const chosen = enabled.filter((platform) =>
            code === null
              ? level === 1 ||
                context.registry.open(platform).match(
                  (target) => target.capabilities.readBack,
                  () => false,
                )
              : platform.code === code,
          );
          if (code !== null && chosen.length === 0) return err(notFound(`enabled platform "${code}"`));
          const sweeps: Sweep[] = [];
          const rings: Ring[] = [];
          for (const platform of chosen) {
            const { sweep, ring } = yield* beginSweep(stores, context, platform, level, since, reason);
            sweeps.push(sweep);
            rings.push(ring);
          }
          return ok({ sweeps, rings });
        }),
      )
      .map(({ sweeps, rings }) => {
        context.doorbell.ring(rings);
        return sweeps;
      });
