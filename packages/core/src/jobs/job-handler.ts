import { ok, safeTry, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { AttemptReport, WorkHandler } from '../work/handler.ts';
import type { Outcome } from '../work/outcome.ts';
import { failJob } from './fail-job.ts';
import { lineOf } from './job-data.ts';
import type { Job, JobLine } from './job.ts';
import type { JobsContext, JobWorkStores } from './jobs-context.ts';
import { runJob } from './run-job.ts';

/** Why a job does not go on at once: a line of its log, written with the settlement. */
export type JobAck = Pick<JobLine, 'level' | 'text'>;

const unknownKindRestsMs = 30_000;

const noteOf = (outcome: Outcome): JobAck | null => {
  switch (outcome.kind) {
    case 'deferred':
      if (outcome.forMs === 0) return null;
      return lineOf('info', `waits: ${outcome.reason}`);
    case 'failed':
      return lineOf('warning', `a page failed and is tried again: ${outcome.reason}`);
    default:
      return null;
  }
};

const report = (outcome: Outcome, operation: string | null): AttemptReport<JobAck> => ({
  outcome,
  operation,
  version: null,
  exchanges: [],
  ack: noteOf(outcome),
});

/** Adds a line to a job that runs, unless it would only say again what the latest one says. */
const noteOnce = ({ jobs }: JobWorkStores, tenant: string, id: string, line: JobAck): ResultAsync<void, StoreFailure> =>
  safeTry(async function* () {
    const job = yield* jobs.lock(tenant, id);
    if (job?.state !== 'running') return ok(undefined);
    const [latest] = yield* jobs.lines(tenant, id, null, 1);
    if (latest?.text !== line.text) yield* jobs.addLines(tenant, id, [line]);
    return ok(undefined);
  });

/** Does jobs, page by page: the handler of the lane family `job`. What they came to is in their own rows; there is nothing to acknowledge but lines. */
export const createJobHandler = <Stores extends JobWorkStores>(
  context: JobsContext<Stores>,
): WorkHandler<Stores, Job, JobAck> => ({
  load: ({ jobs }, lane, claims) =>
    safeTry(async function* () {
      const items = new Map<number, Job>();
      for (const { id, key } of claims) {
        const job = yield* jobs.find(lane.tenant, key);
        if (job?.state === 'running') items.set(id, job);
      }
      return ok(items);
    }),
  attempt: (group, attempt) =>
    Promise.all(
      group.map(async ({ claim, item }) => {
        const kind = context.kinds.get(item.kind);
        if (kind !== undefined) return report(await runJob(context, kind, item, claim, attempt), item.kind);
        // A worker of another version may know it.
        const reason = `this worker does not know the kind "${item.kind}"`;
        return report({ kind: 'deferred', scope: 'key', forMs: unknownKindRestsMs, reason }, null);
      }),
    ),
  acknowledge: (stores, lane, acks) =>
    safeTry(async function* () {
      for (const { claim, ack } of acks) yield* noteOnce(stores, lane.tenant, claim.key, ack);
      return ok(undefined);
    }),
  parked: (stores, lane, parks) =>
    safeTry(async function* () {
      for (const { key, reason, words } of parks) {
        // Nobody will look at the key again: the job must not hang, and the key is of no more use.
        yield* failJob(stores, lane.tenant, key, words ?? reason);
        yield* stores.work.forget(lane.id, key);
      }
      return ok(undefined);
    }),
});
