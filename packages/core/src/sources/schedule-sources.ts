import { ok, safeTry, type ResultAsync } from 'neverthrow';
import { beginJob } from '../jobs/begin-job.ts';
import type { Instant } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Ring } from '../work/ports.ts';
import type { SourcesContext, Stores } from './context.ts';
import { pollKindName, pollLane } from './poll-job.ts';
import type { Source } from './source.ts';
import { sourceSweepKindName } from './sweep-job.ts';

/** How long a poll that failed for good, or was cancelled by hand, is left alone. */
const failedRestMs = 5 * 60_000;

/** Whether a source has to have a poll begun: it has none that lives, and nobody has just ended one. */
const needsPoll = (stores: Stores, { tenant, code, enabled, poll, updatedAt }: Source, now: Instant) =>
  safeTry<boolean, StoreFailure>(async function* () {
    if (!enabled || poll === null) return ok(false);
    const [latest] = yield* stores.jobs.list(tenant, { kinds: [pollKindName], subject: code, states: null }, null, 1);
    if (latest === undefined || latest.finishedAt === null) return ok(latest === undefined);
    if (latest.finishedAt <= updatedAt) return ok(true);
    // By hand: until the source is changed.
    if (latest.state === 'cancelled') return ok(false);
    return ok(latest.state === 'finished' || now - latest.finishedAt >= failedRestMs);
  });

/** What is asked for changes has just told everything; its list is compared later. */
const needsSweep = (stores: Stores, { tenant, code, enabled, poll, sweep, createdAt }: Source, now: Instant) =>
  safeTry<boolean, StoreFailure>(async function* () {
    if (!enabled || sweep === null) return ok(false);
    const filter = { kinds: [sourceSweepKindName], subject: code, states: null };
    const [latest] = yield* stores.jobs.list(tenant, filter, null, 1);
    if (latest === undefined) return ok(poll === null || now - createdAt >= sweep.everyMs);
    return ok(latest.finishedAt !== null && now - latest.startedAt >= sweep.everyMs);
  });

/** Begins the polls and sweeps that are due; answers how many. Call it about once a minute, from any number of processes. */
export const createScheduleSources =
  ({ transactor, ids, doorbell }: SourcesContext): (() => ResultAsync<number, StoreFailure>) =>
  () =>
    transactor
      .run((stores) =>
        safeTry(async function* () {
          const rings: Ring[] = [];
          const now = yield* stores.workflow.now();
          for (const source of yield* stores.sources.list(null)) {
            const { tenant, code: subject } = source;
            const job = { tenant, subject, input: {}, reason: 'schedule', by: null };
            if (yield* needsPoll(stores, source, now))
              rings.push((yield* beginJob(stores, { ids }, { kind: pollKindName, lane: pollLane }, job)).ring);
            if (yield* needsSweep(stores, source, now))
              rings.push((yield* beginJob(stores, { ids }, { kind: sourceSweepKindName }, job)).ring);
          }
          return ok(rings);
        }),
      )
      .map((rings) => {
        doorbell.ring(rings);
        return rings.length;
      });
