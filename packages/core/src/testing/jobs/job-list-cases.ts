import type { Job } from '../../jobs/job.ts';
import { mustEqual } from '../contract-case.ts';
import {
  addLines,
  begun,
  everything,
  inTransaction,
  linesOf,
  listed,
  now,
  saved,
  texts,
  type JobStoreCase,
} from './job-store-subject.ts';

/** What is found of jobs, and what is forgotten. */
export const jobListCases: readonly JobStoreCase[] = [
  {
    name: 'MUST list jobs newest first by kind, subject and state, page by page',
    run: async (subject) => {
      const [tenant, other] = [await subject.freshTenant(), await subject.freshTenant()];
      const first = await begun(subject, tenant);
      const second = await begun(subject, tenant, { kind: 'poll', subject: 'oa' });
      const third = await begun(subject, tenant, { subject: null });
      const fourth = await begun(subject, tenant, { kind: 'repush' });
      await begun(subject, other);
      await saved(subject, { ...second, state: 'paused' });
      await saved(subject, { ...fourth, state: 'failed', failure: 'x' });
      const [a, b, c, d] = [first.id, second.id, third.id, fourth.id];
      mustEqual(await listed(subject, tenant), [d, c, b, a], 'all of them');
      mustEqual(await listed(subject, tenant, {}, null, 2), [d, c], 'the first page');
      mustEqual(await listed(subject, tenant, {}, c, 2), [b, a], 'the second page');
      mustEqual(await listed(subject, tenant, {}, a), [], 'the page after the last');
      mustEqual(await listed(subject, tenant, { kinds: ['sweep', 'poll'] }), [c, b, a], 'of two kinds');
      mustEqual(await listed(subject, tenant, { kinds: [] }), [], 'of no kind');
      mustEqual(await listed(subject, tenant, { subject: 'jinzhi' }), [d, a], 'of a subject');
      mustEqual(await listed(subject, tenant, { states: ['running'] }), [c, a], 'that run');
      mustEqual(await listed(subject, tenant, { states: ['paused', 'failed'] }, d), [b], 'below one, in two states');
      const all = await inTransaction(subject, (jobs) => jobs.list(null, everything, null, 5));
      mustEqual(all.length, 5, 'of all tenants');
      mustEqual(
        all.map((job) => job.tenant === tenant),
        [false, true, true, true, true],
        'of all tenants, whose',
      );
    },
  },
  {
    name: 'MUST forget jobs that ended long ago with their lines, as many as asked for, and no others',
    run: async (subject) => {
      const tenant = await subject.freshTenant();
      // Those of others go first, so that what is counted is ours.
      const already = (await now(subject)) + 1_000;
      while ((await inTransaction(subject, (jobs) => jobs.prune(already, 1_000))) > 0);
      const [running, paused] = [await begun(subject, tenant), await begun(subject, tenant)];
      await saved(subject, { ...paused, state: 'paused' });
      const ended: Job[] = [];
      for (const state of ['finished', 'failed', 'cancelled', 'finished'] as const) {
        const job = await begun(subject, tenant);
        await addLines(subject, job, texts(2));
        ended.push(await saved(subject, { ...job, state }));
      }
      const first = Math.min(...ended.map(({ finishedAt }) => finishedAt ?? 0));
      mustEqual(await inTransaction(subject, (jobs) => jobs.prune(first, 10)), 0, 'none is older than the oldest');
      const later = (await now(subject)) + 1_000;
      mustEqual(await inTransaction(subject, (jobs) => jobs.prune(later, 3)), 3, 'three at once');
      mustEqual(await inTransaction(subject, (jobs) => jobs.prune(later, 3)), 1, 'the last one');
      mustEqual(await listed(subject, tenant), [paused.id, running.id], 'those that go on');
      for (const job of ended) mustEqual(await linesOf(subject, job), [], 'lines of one that is gone');
    },
  },
];
