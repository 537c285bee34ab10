import { ok, safeTry, type ResultAsync } from 'neverthrow';
import { failJob } from '../jobs/fail-job.ts';
import type { Instant, Millis } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Ring } from '../work/ports.ts';
import type { TaskCenterContext } from './context.ts';
import { sweepsOf } from './list-sweeps.ts';
import type { Platform, Sweep, SweepLevel } from './ports.ts';
import { beginSweep } from './start-sweep.ts';
import { sweepGivesUpAfterMs } from './sweep-of-job.ts';

/** How often each level runs, and how far back it looks. */
export interface SweepSchedule {
  readonly firstLevelEveryMs: Millis;
  readonly secondLevelEveryMs: Millis;
  readonly lookBackMs: Millis;
  /** A running sweep without progress for so long is given up. */
  readonly giveUpAfterMs: Millis;
}

const minute = 60_000;
const hour = 60 * minute;

export const defaultSweepSchedule: SweepSchedule = {
  firstLevelEveryMs: 10 * minute,
  secondLevelEveryMs: 6 * hour,
  lookBackMs: 72 * hour,
  giveUpAfterMs: sweepGivesUpAfterMs,
};

/** Whether a level is due, by the latest sweep of it; one that is under way, or paused, is let finish. */
const isDue = (
  sweeps: readonly Sweep[],
  level: SweepLevel,
  everyMs: Millis,
  giveUpAfterMs: Millis,
  now: Instant,
): boolean => {
  const same = sweeps.filter((sweep) => sweep.level === level);
  const open = same.filter(({ state }) => state === 'running' || state === 'paused');
  if (open.some(({ updatedAt }) => now - updatedAt < giveUpAfterMs)) return false;
  return same.every(({ startedAt }) => now - startedAt >= everyMs);
};

/**
 * Starts the sweeps that are due; answers how many. Call it about once a minute, from any number of processes: the row of the platform's
 * latest sweep decides, and one too many does no harm.
 */
export const createScheduleSweeps =
  (context: TaskCenterContext, schedule: SweepSchedule): (() => ResultAsync<number, StoreFailure>) =>
  () =>
    context.transactor
      .run((stores) =>
        safeTry(async function* () {
          const now = yield* stores.workflow.now();
          const rings: Ring[] = [];
          const begin = (platform: Platform, level: SweepLevel) =>
            beginSweep(stores, context, platform, level, now - schedule.lookBackMs, 'schedule');
          for (const platform of yield* stores.platforms.list(null)) {
            if (!platform.enabled) continue;
            const sweeps = yield* sweepsOf(stores, platform.tenant, platform.code, 100);
            for (const stale of sweeps.filter(
              ({ state, updatedAt }) => state === 'running' && now - updatedAt >= schedule.giveUpAfterMs,
            )) {
              yield* failJob(stores, stale.tenant, stale.id, 'it made no progress');
            }
            if (isDue(sweeps, 1, schedule.firstLevelEveryMs, schedule.giveUpAfterMs, now))
              rings.push((yield* begin(platform, 1)).ring);
            const readable = context.registry.open(platform).match(
              (target) => target.capabilities.readBack,
              () => false,
            );
            if (readable && isDue(sweeps, 2, schedule.secondLevelEveryMs, schedule.giveUpAfterMs, now))
              rings.push((yield* begin(platform, 2)).ring);
          }
          return ok(rings);
        }),
      )
      .map((rings) => {
        context.doorbell.ring(rings);
        return rings.length;
      });
