import { err, ok, safeTry, type ResultAsync } from 'neverthrow';
import { beginJob } from '../jobs/begin-job.ts';
import type { Instant } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Ring } from '../work/ports.ts';
import type { Stores, TaskCenterContext } from './context.ts';
import type { Platform, Sweep, SweepLevel } from './ports.ts';
import { notFound } from './problems.ts';
import { sweepInput, sweepJob, sweepOfJob } from './sweep-of-job.ts';
import type { TaskCenter } from './task-center.ts';

/** Puts a sweep of one platform into the queue; to be rung after the commit. */
export const beginSweep = (
  stores: Stores,
  { ids }: Pick<TaskCenterContext, 'ids'>,
  { tenant, code }: Platform,
  level: SweepLevel,
  since: Instant | null,
  reason: Sweep['reason'],
  by: string | null = null,
): ResultAsync<{ readonly sweep: Sweep; readonly ring: Ring }, StoreFailure> =>
  beginJob(stores, { ids }, sweepJob, { tenant, subject: code, input: sweepInput(level, since), reason, by }).map(
    ({ job, ring }) => ({ sweep: sweepOfJob(job), ring }),
  );

/** Starts a sweep by hand or otherwise. Without a platform named, those that cannot be read back have no second level. */
export const createStartSweep =
  (context: TaskCenterContext): TaskCenter['startSweep'] =>
  (tenant, code, level, since, reason, by = null) =>
    context.transactor
      .run((stores) =>
        safeTry(async function* () {
          const enabled = (yield* stores.platforms.list(tenant)).filter((platform) => platform.enabled);
          const chosen = enabled.filter((platform) =>
            code === null
              ? level !== 2 ||
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
            const { sweep, ring } = yield* beginSweep(stores, context, platform, level, since, reason, by);
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
