import { ok, safeTry, type ResultAsync } from 'neverthrow';
import { beginJob } from '../jobs/begin-job.ts';
import type { JobData } from '../jobs/job.ts';
import type { Instant } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Ring } from '../work/ports.ts';
import type { SourcesContext, Stores } from './context.ts';
import { pollKindName, pollLane } from './poll-job.ts';
import type { Source } from './source.ts';
import { sourceSweepKindName } from './sweep-job.ts';

/** How long a poll that failed for good, or was cancelled by hand, is left alone. */
const failedRestMs = 5 * 60_000;

/** Ids follow the clocks of processes: which job is the latest says nothing about whether one is under way. */
const isUnderWay = (stores: Stores, tenant: string, code: string, kind: string) =>
  stores.jobs
    .list(tenant, { kinds: [kind], subject: code, states: ['running', 'paused'] }, null, 1)
    .map((open) => open.length > 0);

/** Whether a source has to have a poll begun: it has none that lives, and nobody has just ended one. */
const needsPoll = (stores: Stores, { tenant, code, enabled, poll, updatedAt }: Source, now: Instant) =>
  safeTry<{ readonly due: boolean; readonly after: JobData | null }, StoreFailure>(async function* () {
    if (!enabled || poll === null) return ok({ due: false, after: null });
    if (yield* isUnderWay(stores, tenant, code, pollKindName)) return ok({ due: false, after: null });
    const [latest] = yield* stores.jobs.list(tenant, { kinds: [pollKindName], subject: code, states: null }, null, 1);
    const after = latest?.checkpoint ?? null;
    if (latest === undefined || latest.finishedAt === null || latest.finishedAt <= updatedAt)
      return ok({ due: true, after });
    // By hand: until the source is changed.
    if (latest.state === 'cancelled') return ok({ due: false, after });
    return ok({ due: latest.state === 'finished' || Math.abs(now - latest.finishedAt) >= failedRestMs, after });
  });

/** What is asked for changes has just told everything; its list is compared later. */
const needsSweep = (stores: Stores, { tenant, code, enabled, poll, sweep, createdAt }: Source, now: Instant) =>
  safeTry<boolean, StoreFailure>(async function* () {
    if (!enabled || sweep === null || (yield* isUnderWay(stores, tenant, code, sourceSweepKindName))) return ok(false);
    const filter = { kinds: [sourceSweepKindName], subject: code, states: null };
    const [latest] = yield* stores.jobs.list(tenant, filter, null, 1);
    if (latest === undefined) return ok(poll === null || Math.abs(now - createdAt) >= sweep.everyMs);
    return ok(Math.abs(now - latest.startedAt) >= sweep.everyMs);
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
          for (const { tenant, code: subject } of yield* stores.sources.list(null)) {
            const source = yield* stores.sources.lock(tenant, subject);
            if (source === null) continue;
            const job = { tenant, subject, input: {}, reason: 'schedule', by: null };
            const { due, after } = yield* needsPoll(stores, source, now);
            const input: JobData = after === null ? {} : { after };
            if (due)
              rings.push(
                (yield* beginJob(stores, { ids }, { kind: pollKindName, lane: pollLane }, { ...job, input })).ring,
              );
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
