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

/**
 * Whether a level is due, by the latest sweep of it; one that is under way, or paused, is let finish. Times too far ahead were written
 * before the clock stepped back, and hold nothing up.
 */
const isDue = (
  sweeps: readonly Sweep[],
  level: SweepLevel,
  everyMs: Millis,
  giveUpAfterMs: Millis,
  now: Instant,
): boolean => {
  const same = sweeps.filter((sweep) => sweep.level === level);
  const open = same.filter(({ state }) => state === 'running' || state === 'paused');
  if (open.some(({ updatedAt }) => Math.abs(now - updatedAt) < giveUpAfterMs)) return false;
  return same.every(({ startedAt }) => Math.abs(now - startedAt) >= everyMs);
};

/** Ends the sweeps that make no progress. By itself: it locks jobs, and what begins sweeps locks work rows first, as all do. */
const giveUpStale = (
  { transactor }: TaskCenterContext,
  { giveUpAfterMs }: SweepSchedule,
): ResultAsync<void, StoreFailure> =>
  transactor.run((stores) =>
    safeTry(async function* () {
      const now = yield* stores.workflow.now();
      for (const { tenant, code, enabled } of yield* stores.platforms.list(null)) {
        if (!enabled) continue;
        for (const { id, state, updatedAt } of yield* sweepsOf(stores, tenant, code, 100))
          if (state === 'running' && now - updatedAt >= giveUpAfterMs)
            yield* failJob(stores, tenant, id, 'it made no progress');
      }
      return ok(undefined);
    }),
  );

/**
 * Starts the sweeps that are due; answers how many. Call it about once a minute, from any number of processes: the row of the platform's
 * latest sweep decides, and one too many does no harm.
 */
export const createScheduleSweeps =
  (context: TaskCenterContext, schedule: SweepSchedule): (() => ResultAsync<number, StoreFailure>) =>
  () =>
    giveUpStale(context, schedule)
      .andThen(() =>
        context.transactor.run((stores) =>
          safeTry(async function* () {
            const now = yield* stores.workflow.now();
            const rings: Ring[] = [];
            const begin = (platform: Platform, level: SweepLevel) =>
              beginSweep(stores, context, platform, level, now - schedule.lookBackMs, 'schedule');
            for (const platform of yield* stores.platforms.list(null)) {
              if (!platform.enabled) continue;
              const sweeps = yield* sweepsOf(stores, platform.tenant, platform.code, 100);
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
        ),
      )
      .map((rings) => {
        context.doorbell.ring(rings);
        return rings.length;
      });
