import { ok, safeTry, type ResultAsync } from 'neverthrow';
import { stepEnd } from '../jobs/step-end.ts';
import type { JobKind } from '../jobs/job-kind.ts';
import type { Job } from '../jobs/job.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Stores, TaskCenterContext } from './context.ts';
import { pushLaneName } from './lane-names.ts';
import { fromRepushCheckpoint, fromRepushInput, repushKindName, toRepushCheckpoint } from './repush-input.ts';
import { repushPage, type RepushedPage } from './repush-page.ts';

type Context = Pick<TaskCenterContext, 'transactor' | 'registry' | 'clock'>;

/** So many keys may wait at a platform before a re-push adds more: what is paused or cancelled then stops soon. */
const waitingAtMost = 2_000;
const fullPauseMs = 2_000;
const pageAtMost = 100;

/** How many keys wait in the fullest lane that the job schedules in. */
const waiting = (stores: Stores, { tenant, subject }: Job): ResultAsync<number, StoreFailure> =>
  safeTry(async function* () {
    const platforms = yield* stores.platforms.list(tenant);
    const names = new Set(
      platforms
        .filter(({ code, enabled }) => enabled && (subject === null || code === subject))
        .map(({ code }) => pushLaneName(code)),
    );
    const lanes = (yield* stores.lanes.list(tenant)).filter(({ name }) => names.has(name));
    if (lanes.length === 0) return ok(0);
    const depths = yield* stores.work.depths(lanes.map(({ id }) => id));
    return ok(Math.max(...depths.map(({ due, claimed }) => due + claimed)));
  });

const words = ({ scheduled, passedOver, todos }: RepushedPage): string =>
  `${todos} to-dos looked at: ${scheduled} objects scheduled, ${passedOver} to-dos passed over`;

/** Pushes to-dos again, at a rate, page by page; see `RepushRequest`. */
export const createRepushJob = (context: Context): JobKind<Stores> => ({
  kind: repushKindName,
  step: async (job, step) => {
    const request = fromRepushInput(job.input);
    const place = fromRepushCheckpoint(job.checkpoint);
    const aheadMs = place === null ? 0 : place.notBefore - context.clock.now();
    // Further ahead than the slowest rate: the clock was set back.
    if (aheadMs > 0 && aheadMs <= pageAtMost * 1_000)
      return { kind: 'wait', forMs: Math.min(aheadMs, 60_000), reason: 'the rate of this re-push' };
    const depth = await context.transactor.run((stores) => waiting(stores, job));
    if (depth.isErr()) return { kind: 'failed', reason: depth.error.message, retryAfterMs: null };
    if (depth.value >= waitingAtMost)
      return { kind: 'wait', forMs: fullPauseMs, reason: `${depth.value} keys wait to be pushed already` };
    const limit = Math.min(pageAtMost, request.perSecond);
    return stepEnd(
      await step.commit(job, (stores) =>
        safeTry(async function* () {
          const page = yield* repushPage(stores, context, job.tenant, request, place?.after ?? null, limit);
          const notBefore = context.clock.now() + Math.ceil((limit / request.perSecond) * 1_000);
          return ok({
            progress: {
              checkpoint: page.after === null ? null : toRepushCheckpoint({ after: page.after, notBefore }),
              done: page.todos,
              counts: { scheduled: page.scheduled, passedOver: page.passedOver },
              lines: [{ level: 'info' as const, text: words(page) }],
            },
            finished: page.after === null,
            rings: page.rings,
          });
        }),
      ),
    );
  },
});
