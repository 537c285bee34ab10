import { ok, safeTry, type ResultAsync } from 'neverthrow';
import type { Millis } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Claim } from '../work/claim.ts';
import type { AttemptContext } from '../work/handler.ts';
import type { Outcome } from '../work/outcome.ts';
import { startHeartbeat } from './heartbeat.ts';
import type { JobKind, JobMoved, JobStep, StepEnd } from './job-kind.ts';
import type { Job } from './job.ts';
import type { JobsContext, JobWorkStores } from './jobs-context.ts';
import { stepEnd } from './step-end.ts';
import { failed, lockUnmoved, progressed, writeLocked } from './write-job.ts';

/** No page begins after so long: jobs that wait get their turn, and a worker that is told to stop need not cut pages short. */
const turnMs: Millis = 10_000;

const done = (more: boolean): Outcome => ({ kind: 'done', more });

/** Shows life; whoever takes a job over from a lost worker also notes that, which fences off the one that was taken for dead. */
const takeUp = <Stores extends JobWorkStores>(
  { transactor }: JobsContext<Stores>,
  job: Job,
  { crashes }: Claim,
): ResultAsync<Job, StoreFailure | JobMoved> =>
  transactor.run((stores) =>
    crashes === 0
      ? stores.jobs.beat(job.tenant, job.id).map(() => job)
      : lockUnmoved(stores, job).andThen((stored) =>
          writeLocked(stores, { ...stored, interruptions: stored.interruptions + 1 }, [
            { level: 'warning', text: 'interrupted: its worker was lost; resumed' },
          ]),
        ),
  );

const commitPage =
  <Stores extends JobWorkStores>(
    { transactor, doorbell }: JobsContext<Stores>,
    wrote: () => void,
  ): JobStep<Stores>['commit'] =>
  (job, work) =>
    transactor
      .run((stores) =>
        safeTry(async function* () {
          const stored = yield* lockUnmoved(stores, job);
          const { progress, finished, paused, rings } = yield* work(stores);
          const end = finished ? 'finished' : paused === true ? 'paused' : 'running';
          const next = yield* writeLocked(stores, progressed(stored, progress, end), progress.lines ?? []);
          return ok({ next, rings: rings ?? [] });
        }),
      )
      .map(({ next, rings }) => {
        wrote();
        if (rings.length > 0) doorbell.ring(rings);
        return next;
      });

const breakJob = <Stores extends JobWorkStores>(
  { transactor }: JobsContext<Stores>,
  job: Job,
  reason: string,
): ResultAsync<Job, StoreFailure | JobMoved> =>
  transactor.run((stores) =>
    lockUnmoved(stores, job).andThen((stored) => {
      const end = failed(stored, reason);
      return writeLocked(stores, end.job, [end.line]);
    }),
  );

/** What an attempt comes to after a page that did not simply go on. */
const outcomeOf = (end: Exclude<StepEnd, { readonly kind: 'committed' | 'broken' }>): Outcome => {
  switch (end.kind) {
    case 'moved':
      return done(true);
    case 'wait':
      return { kind: 'deferred', scope: 'key', forMs: end.forMs, reason: end.reason };
    case 'failed':
      return { kind: 'failed', reason: end.reason, retryAfterMs: end.retryAfterMs };
  }
};

const noteBug = async <Stores extends JobWorkStores>(
  { transactor }: JobsContext<Stores>,
  { tenant, id }: Job,
  error: unknown,
): Promise<void> => {
  const text = `a page failed unexpectedly: ${error instanceof Error ? error.message : String(error)}`;
  await transactor.run(({ jobs }) =>
    jobs
      .lock(tenant, id)
      .andThen((stored) =>
        stored?.state === 'running'
          ? jobs.addLines(tenant, id, [{ level: 'error', text: text.slice(0, 500) }])
          : ok(undefined),
      ),
  );
};

/** Does pages of a job until it ends, its turn is over, or a page says to stop. */
export const runJob = async <Stores extends JobWorkStores>(
  context: JobsContext<Stores>,
  kind: JobKind<Stores>,
  claimed: Job,
  claim: Claim,
  attempt: AttemptContext,
): Promise<Outcome> => {
  const taken = stepEnd(await takeUp(context, claimed, claim));
  if (taken.kind === 'broken') return { kind: 'refused', reason: taken.reason };
  if (taken.kind !== 'committed') return outcomeOf(taken);
  let job = taken.job;
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  if (attempt.signal.aborted) abort();
  attempt.signal.addEventListener('abort', abort, { once: true });
  const heartbeat = startHeartbeat(context, job, abort);
  const step: JobStep<Stores> = {
    signal: controller.signal,
    remainingMs: () => (controller.signal.aborted ? 0 : attempt.remainingMs()),
    failures: claim.attempts,
    commit: commitPage(context, heartbeat.wrote),
  };
  const enough = Math.max(attempt.remainingMs() / 2, attempt.remainingMs() - turnMs);
  try {
    while (!controller.signal.aborted && attempt.remainingMs() >= enough) {
      const end = await kind.step(job, step);
      if (end.kind === 'broken') {
        const ended = stepEnd(await breakJob(context, job, end.reason));
        if (ended.kind === 'broken') return { kind: 'refused', reason: end.reason };
        return ended.kind === 'committed' ? done(false) : outcomeOf(ended);
      }
      if (end.kind !== 'committed') return outcomeOf(end);
      if (end.job.state !== 'running') return done(false);
      if (end.job.revision === job.revision)
        return { kind: 'failed', reason: 'a page wrote nothing', retryAfterMs: null };
      job = end.job;
    }
    return done(true);
  } catch (error) {
    // What was thrown matters more than whether it could be noted.
    await noteBug(context, job, error).catch(() => undefined);
    throw error;
  } finally {
    heartbeat.stop();
    attempt.signal.removeEventListener('abort', abort);
  }
};
