import * as fc from 'fast-check';
import { errAsync } from 'neverthrow';
import type { Job, JobState } from '../../jobs/job.ts';
import { must, mustEqual } from '../contract-case.ts';
import { jobLifeCases } from './job-life-cases.ts';
import { jobLineCases } from './job-line-cases.ts';
import { jobListCases } from './job-list-cases.ts';
import { begun, linesOf, mustStand, stored, texts, type JobStoreCase } from './job-store-subject.ts';

export type { JobStoreSubject } from './job-store-subject.ts';

const states: readonly JobState[] = ['running', 'paused', 'finished', 'failed', 'cancelled'];

const step = fc.record({
  page: fc.nat({ max: 3 }),
  stale: fc.boolean(),
  state: fc.constantFrom(...states),
  lines: fc.nat({ max: 3 }),
  fails: fc.boolean(),
});

const historyCases: readonly JobStoreCase[] = [
  {
    name: 'MUST leave nothing of a transaction that fails',
    run: async (subject) => {
      const job = await begun(subject, await subject.freshTenant());
      const id = subject.freshId();
      const failed = await subject.transactor.run(({ jobs }) =>
        jobs
          .save({ ...job, done: 9 })
          .andThen(() => jobs.addLines(job.tenant, job.id, texts(1)))
          .andThen(() => jobs.begin({ ...job, id }))
          .andThen(() => errAsync('on purpose')),
      );
      must(failed.isErr(), 'an err ends the transaction');
      await mustStand(subject, job, 'the job');
      mustEqual(await linesOf(subject, job), [], 'its lines');
      mustEqual(await stored(subject, { ...job, id }), null, 'the other');
    },
  },
  {
    name: 'MUST hold exactly what was saved under the right revision, whatever came in between',
    run: (subject) =>
      fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 10 }), async (steps) => {
          let job = await begun(subject, await subject.freshTenant());
          const lines: string[] = [];
          for (const [index, { page, stale, state, lines: more, fails }] of steps.entries()) {
            const next: Job = {
              ...job,
              state,
              revision: stale ? job.revision - 1 : job.revision,
              done: job.done + page,
              counts: { page },
              checkpoint: { index },
            };
            const result = await subject.transactor.run(({ jobs }) =>
              jobs.save(next).andThen((answer) => {
                if (answer === null || fails) return errAsync('on purpose');
                return jobs.addLines(job.tenant, job.id, texts(more, index * 10)).map(() => answer);
              }),
            );
            if (result.isOk()) {
              job = result.value;
              lines.push(...texts(more, index * 10).map(({ text }) => text));
            }
            must(result.isOk() === (!stale && !fails), 'the right revision decides');
            await mustStand(subject, job, 'the job');
          }
          mustEqual(
            (await linesOf(subject, job)).map(({ number, text }) => [number, text]),
            lines.map((text, index) => [index + 1, text]),
            'the lines',
          );
        }),
        { numRuns: subject.runs },
      ),
  },
];

/** What every `JobStore` promises. */
export const jobStoreContract: readonly JobStoreCase[] = [
  ...jobLifeCases,
  ...jobListCases,
  ...jobLineCases,
  ...historyCases,
];
