import type { ResultAsync } from 'neverthrow';
import type { JobStores } from '../jobs/ports.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import { boundedLimit, type TaskCenterContext } from './context.ts';
import type { Sweep } from './ports.ts';
import { sweepJob, sweepOfJob } from './sweep-of-job.ts';
import type { TaskCenter } from './task-center.ts';

/** Sweeps of one platform, or of all, newest first. */
export const sweepsOf = (
  { jobs }: JobStores,
  tenant: string,
  platform: string | null,
  limit: number,
): ResultAsync<readonly Sweep[], StoreFailure> =>
  jobs
    .list(tenant, { kinds: [sweepJob.kind], subject: platform, states: null }, null, limit)
    .map((found) => found.map(sweepOfJob));

export const createListSweeps =
  ({ transactor }: TaskCenterContext): TaskCenter['listSweeps'] =>
  (tenant, platform, limit) =>
    transactor.run((stores) => sweepsOf(stores, tenant, platform, boundedLimit(limit)));
