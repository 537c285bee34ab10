import type { Clock, Ids, Transactor } from '@portico/core';
import { createJobs, type Job, type JobLine, type Jobs, type JobStores } from '@portico/core/jobs';
import { createMemoryDatabase, createMemoryStores, createMemoryTransactor } from '@portico/core/memory';
import { ok, safeTry } from 'neverthrow';

/** Real jobs in memory, which nobody works on: tests say how far they are. */
export interface JobsUnderTest {
  readonly jobs: Jobs;
  begin(part?: { readonly kind?: 'sweep' | 'poll'; readonly subject?: string | null }): Promise<Job>;
  /** Writes a job as if a page had been done. */
  write(id: string, change: Partial<Job>, lines?: readonly Pick<JobLine, 'level' | 'text'>[]): Promise<void>;
}

export const createJobsUnderTest = (clock: Clock, ids: Ids): JobsUnderTest => {
  const transactor = createMemoryTransactor(createMemoryDatabase(clock.now), createMemoryStores);
  const jobStores: Transactor<JobStores> = transactor;
  const jobs = createJobs({
    transactor,
    doorbell: { ring: () => undefined, listen: () => () => undefined },
    clock,
    ids,
    kinds: (['sweep', 'poll'] as const).map((kind) => ({
      kind,
      step: () => Promise.reject(new Error('Nobody works on jobs here.')),
    })),
  });
  return {
    jobs,
    begin: async ({ kind = 'sweep', subject = 'jinzhi' } = {}) =>
      (
        await jobs.begin({
          tenant: 'default',
          kind,
          subject,
          input: { level: 1, since: null },
          reason: 'hand',
          by: '张三',
          total: 10,
        })
      )._unsafeUnwrap(),
    write: async (id, change, lines = []) => {
      const written = await jobStores.run((stores) =>
        safeTry(async function* () {
          const job = yield* stores.jobs.lock('default', id);
          if (job === null) throw new Error(`There is no job ${id}.`);
          yield* stores.jobs.save({ ...job, ...change });
          yield* stores.jobs.addLines('default', id, lines);
          return ok(undefined);
        }),
      );
      written._unsafeUnwrap();
    },
  };
};
