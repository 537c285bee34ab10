import { err, okAsync, type ResultAsync } from 'neverthrow';
import type { StepEnd } from '../jobs/job-kind.ts';
import { stepEnd } from '../jobs/step-end.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Stores } from './context.ts';
import type { Sweep } from './ports.ts';
import { correctReadBack } from './read-back.ts';
import { placeCursor, sweepPlace, type SweepOnce } from './sweep-page.ts';
import { sweepProgress } from './sweep-progress.ts';
import { readBackAll, readBackPage, type ReadBackStop } from './sweep-read-back.ts';

/** After so many failures in a row, objects that cannot be read are passed over. */
const patience = 3;

/** How the sweep itself goes on after an answer that stopped it: its own lane has nothing to do with the platform's troubles. */
const stopped = (stop: ReadBackStop): StepEnd => {
  switch (stop.kind) {
    case 'deferred':
      return { kind: 'wait', forMs: stop.forMs, reason: stop.reason };
    case 'failed':
      return stop;
    default:
      return { kind: 'failed', reason: stop.reason, retryAfterMs: null };
  }
};

/** How many objects a sweep over everything has before it. */
const countAll = (stores: Stores, { tenant, platform }: Sweep): ResultAsync<number, StoreFailure> =>
  stores.mirrors
    .count(tenant)
    .map((counts) => counts.reduce((sum, one) => (one.platform === platform ? sum + one.count : sum), 0));

/** The second level: what was confirmed against what the platform shows. Reads a page back, then writes what it showed and how far it came. */
export const sweepConfirmed: SweepOnce = async ({ transactor, clock }, swept, job, sweep, step) => {
  const first = job.checkpoint === null && sweep.since === null;
  const begun = await transactor.run((stores) =>
    readBackPage(stores, swept, sweep).andThen((page) =>
      (first ? countAll(stores, sweep) : okAsync(job.total)).map((total) => ({ page, total })),
    ),
  );
  if (begun.isErr()) return stepEnd(err(begun.error));
  const { page, total } = begun.value;
  const { reads, whole, stop } = await readBackAll(swept, page, step, clock);
  const passes = step.failures >= patience && (stop?.kind === 'failed' || stop?.kind === 'unknown');
  const passedOver = passes ? stop.reason : null;
  const goesOn = stop === null || passedOver !== null;
  if (!goesOn && reads.length === 0) return stopped(stop);
  const after = reads[whole - 1]?.mirror.key ?? sweepPlace(sweep.cursor, 'mirrors').after;
  const checked = goesOn ? reads.length : whole;
  const next = goesOn ? page.next : placeCursor('mirrors', after);
  const written = await step.commit(job, (stores) =>
    correctReadBack(stores, swept, reads).map((corrected) => ({
      progress: { total, ...sweepProgress(job, sweep, { ...corrected, checked, next }, passedOver) },
      finished: next === null,
      rings: corrected.rings,
    })),
  );
  return goesOn || written.isErr() ? stepEnd(written) : stopped(stop);
};
