import { errAsync, ok, safeTry } from 'neverthrow';
import type { JobCursorInvalid, Jobs } from './jobs.ts';
import type { JobsContext, JobWorkStores } from './jobs-context.ts';
import { shownJobs } from './show-jobs.ts';

const unreadable: JobCursorInvalid = {
  code: 'INVALID',
  pointer: '/cursor',
  message: 'This is no cursor of this list.',
};

/** As `Ids` makes them. */
const isId = (text: string): boolean => /^[0-9a-zA-Z-]{1,64}$/u.test(text);

export const createListJobs =
  <Stores extends JobWorkStores>({ transactor }: JobsContext<Stores>): Jobs['list'] =>
  (tenant, filter, cursor, limit) => {
    if (cursor !== null && !isId(cursor)) return errAsync(unreadable);
    const asked = Math.min(200, Math.max(1, Math.trunc(limit) || 1));
    return transactor.run((stores) =>
      safeTry(async function* () {
        const jobs = yield* stores.jobs.list(tenant, filter, cursor, asked);
        const last = jobs.length < asked ? undefined : jobs.at(-1);
        return ok({ items: yield* shownJobs(stores, tenant, jobs), nextCursor: last?.id ?? null });
      }),
    );
  };
