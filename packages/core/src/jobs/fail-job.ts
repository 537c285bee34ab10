import { ok, safeTry, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { JobStores } from './ports.ts';
import { failed } from './write-job.ts';

/** Ends a running job as failed, whoever may have it; answers whether it ran. What is under way for it can write nothing more. */
export const failJob = (
  { jobs }: JobStores,
  tenant: string,
  id: string,
  failure: string,
): ResultAsync<boolean, StoreFailure> =>
  safeTry(async function* () {
    const job = yield* jobs.lock(tenant, id);
    if (job?.state !== 'running') return ok(false);
    const end = failed(job, failure);
    if ((yield* jobs.save(end.job)) === null) throw new Error('A job changed under its lock.');
    yield* jobs.addLines(tenant, id, [end.line]);
    return ok(true);
  });
