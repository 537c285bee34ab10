import { err, ok, safeTry } from 'neverthrow';
import type { JobNotFound, Jobs } from './jobs.ts';
import type { JobsContext, JobWorkStores } from './jobs-context.ts';
import { shownJob } from './show-jobs.ts';

const latestLines = 200;

export const jobNotFound = (id: string): JobNotFound => ({ code: 'NOT_FOUND', message: `There is no job "${id}".` });

/** A job with lines of its log. */
export const createJobLines =
  <Stores extends JobWorkStores>({ transactor }: JobsContext<Stores>): Jobs['lines'] =>
  (tenant, id, after, limit) =>
    transactor.run((stores) =>
      safeTry(async function* () {
        const job = yield* stores.jobs.find(tenant, id);
        if (job === null) return err(jobNotFound(id));
        const asked = Math.min(1_000, Math.max(1, Math.trunc(limit) || 1));
        const lines = yield* stores.jobs.lines(tenant, id, after, asked);
        return ok({ shown: yield* shownJob(stores, job), lines });
      }),
    );

export const createShowJob = <Stores extends JobWorkStores>(context: JobsContext<Stores>): Jobs['show'] => {
  const lines = createJobLines(context);
  return (tenant, id) => lines(tenant, id, null, latestLines);
};
