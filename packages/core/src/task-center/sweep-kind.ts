import { err, ok, safeTry, type ResultAsync } from 'neverthrow';
import type { JobKind } from '../jobs/job-kind.ts';
import { stepEnd } from '../jobs/step-end.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Stores, TaskCenterContext } from './context.ts';
import type { Sweep, SweepLevel } from './ports.ts';
import { ensurePushLanes } from './push-lanes.ts';
import { routeFor } from './route.ts';
import { sweepConfirmed } from './sweep-confirmed.ts';
import { sweepDesired } from './sweep-desired.ts';
import { sweepJob, sweepOfJob } from './sweep-of-job.ts';
import type { SweepOnce, SweptPlatform } from './sweep-page.ts';
import { sweepProgress } from './sweep-progress.ts';

type Context = Pick<TaskCenterContext, 'transactor' | 'registry' | 'clock'>;

/** Why a platform cannot be swept. */
type Unswept = { readonly code: 'UNSWEPT'; readonly reason: string };
const unswept = (reason: string): Unswept => ({ code: 'UNSWEPT', reason });

const openSwept = (
  stores: Stores,
  { registry }: Context,
  sweep: Sweep,
): ResultAsync<SweptPlatform, StoreFailure | Unswept> =>
  safeTry(async function* () {
    const platform = yield* stores.platforms.find(sweep.tenant, sweep.platform);
    if (platform === null) return err(unswept('the platform is gone'));
    if (!platform.enabled) return err(unswept('the platform is not enabled'));
    const target = registry.open(platform);
    if (target.isErr())
      return err(unswept(target.error.issues.map(({ pointer, message }) => `${pointer}: ${message}`).join('; ')));
    if (sweep.level === 2 && !target.value.capabilities.readBack)
      return err(unswept('the platform cannot be read back'));
    const lane = (yield* ensurePushLanes(stores, registry, sweep.tenant, [platform])).get(platform.code);
    if (lane === undefined) return err(unswept('the platform has no lane'));
    const route = routeFor(yield* stores.rules.list(sweep.tenant), platform.code);
    return ok({ platform, target: target.value, lane, route });
  });

/** What should be shown against what was confirmed: all in the store, and so in one transaction. */
const sweepStore: SweepOnce = async (_context, swept, job, sweep, step) =>
  stepEnd(
    await step.commit(job, (stores) =>
      sweepDesired(stores, swept, sweep).map((page) => ({
        progress: sweepProgress(job, sweep, page),
        finished: page.next === null,
        rings: page.rings,
      })),
    ),
  );

const levels: Readonly<Record<SweepLevel, SweepOnce>> = { 1: sweepStore, 2: sweepConfirmed };

/** Compares platforms with what they should show, page by page. */
export const createSweepKind = (context: Context): JobKind<Stores> => ({
  ...sweepJob,
  step: async (job, step) => {
    const sweep = sweepOfJob(job);
    const swept = await context.transactor.run((stores) => openSwept(stores, context, sweep));
    if (swept.isOk()) return levels[sweep.level](context, swept.value, job, sweep, step);
    const failure = swept.error;
    return failure.code === 'UNSWEPT' ? { kind: 'broken', reason: failure.reason } : stepEnd(err(failure));
  },
});
