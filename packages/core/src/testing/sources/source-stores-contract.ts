import type { ResultAsync } from 'neverthrow';
import type { Transactor } from '../../ports/transactor.ts';
import type { SourceStores } from '../../sources/ports.ts';
import { defaultPoll, type Source } from '../../sources/source.ts';
import { mustEqual, type ContractCase } from '../contract-case.ts';

/** Stores that are to keep the promises of `SourceStore` and `SeenTasks`. */
export interface SourceStoresSubject {
  readonly transactor: Transactor<SourceStores>;
  /** A tenant that nobody else uses. */
  freshTenant(): string;
}

const run = async <T, E>(
  subject: SourceStoresSubject,
  work: (stores: SourceStores) => ResultAsync<T, E>,
): Promise<T> => {
  const result = await subject.transactor.run(work);
  if (result.isErr()) throw new Error(`The transaction failed: ${JSON.stringify(result.error)}`);
  return result.value;
};

const someSource = (tenant: string, fields: Partial<Source> = {}): Source => ({
  tenant,
  code: 'oa',
  kind: 'sql',
  name: '办公系统 "引号"',
  enabled: true,
  settings: { openQuery: "select 'a' -- 😀", nested: { list: [1, null, '二'] } },
  secrets: { url: 'sealed' },
  poll: defaultPoll,
  sweep: { everyMs: 86_400_000, missing: 'aborted', batch: 100 },
  processIds: ['leave', '请假'],
  revision: 1,
  createdAt: 1_763_683_200_000,
  updatedAt: 1_763_683_200_000,
  ...fields,
});

const seenOf = (subject: SourceStoresSubject, tenant: string, job: string, ids: readonly string[]) =>
  run(subject, ({ seenTasks }) => seenTasks.among(tenant, job, ids)).then((found) => [...found].toSorted());

export const sourceStoresContract: readonly ContractCase<SourceStoresSubject>[] = [
  {
    name: 'SourceStore MUST keep a source as it is given, by tenant and code',
    run: async (subject) => {
      const [one, two] = [subject.freshTenant(), subject.freshTenant()];
      const full = someSource(one);
      const bare = someSource(one, { code: 'a', poll: null, sweep: null, processIds: null, settings: {}, secrets: {} });
      mustEqual(await run(subject, ({ sources }) => sources.save(full)), true, 'saved');
      mustEqual(await run(subject, ({ sources }) => sources.save(bare)), true, 'saved');
      mustEqual(await run(subject, ({ sources }) => sources.find(one, 'oa')), full, 'found');
      mustEqual(await run(subject, ({ sources }) => sources.find(two, 'oa')), null, 'found in another tenant');
      mustEqual(await run(subject, ({ sources }) => sources.list(one)), [bare, full], 'listed by code');
      mustEqual(await run(subject, ({ sources }) => sources.list(two)), [], 'listed in another tenant');
      const all = await run(subject, ({ sources }) => sources.list(null));
      mustEqual(all.filter(({ tenant }) => tenant === one).length, 2, 'listed for all');
    },
  },
  {
    name: 'SourceStore MUST take a change of the revision that was read, and no other',
    run: async (subject) => {
      const tenant = subject.freshTenant();
      const save = (fields: Partial<Source>) => run(subject, ({ sources }) => sources.save(someSource(tenant, fields)));
      mustEqual(await save({ revision: 2 }), false, 'a change of what is not there');
      mustEqual(await save({}), true, 'the first');
      mustEqual(await save({ name: 'again' }), false, 'the first once more');
      mustEqual(await save({ revision: 2, name: 'second', enabled: false, processIds: null }), true, 'the second');
      mustEqual(await save({ revision: 2, name: 'late' }), false, 'a change of an old revision');
      const found = await run(subject, ({ sources }) => sources.find(tenant, 'oa'));
      mustEqual(
        [found?.name, found?.enabled, found?.revision, found?.processIds],
        ['second', false, 2, null],
        'what is stored',
      );
    },
  },
  {
    name: 'SourceStore MUST remove one source, once',
    run: async (subject) => {
      const tenant = subject.freshTenant();
      for (const code of ['a', 'b']) await run(subject, ({ sources }) => sources.save(someSource(tenant, { code })));
      mustEqual(await run(subject, ({ sources }) => sources.remove(tenant, 'a')), true, 'removed');
      mustEqual(await run(subject, ({ sources }) => sources.remove(tenant, 'a')), false, 'removed again');
      const left = await run(subject, ({ sources }) => sources.list(tenant));
      mustEqual(
        left.map(({ code }) => code),
        ['b'],
        'what is left',
      );
    },
  },
  {
    name: 'SeenTasks MUST tell what a job has seen from what it has not, however often it was noted',
    run: async (subject) => {
      const [one, two] = [subject.freshTenant(), subject.freshTenant()];
      const ids = ['T-1', 't-1', 'T-1 ', '任务', "T'2"];
      await run(subject, ({ seenTasks }) => seenTasks.add(one, 'job-1', ids));
      await run(subject, ({ seenTasks }) => seenTasks.add(one, 'job-1', ['T-1', 'T-9', 'T-9']));
      await run(subject, ({ seenTasks }) => seenTasks.add(one, 'job-2', []));
      mustEqual(
        await seenOf(subject, one, 'job-1', [...ids, 'T-2', 'T-9', 'T']),
        [...ids, 'T-9'].toSorted(),
        'what was seen',
      );
      mustEqual(await seenOf(subject, one, 'job-2', ids), [], 'by another job');
      mustEqual(await seenOf(subject, two, 'job-1', ids), [], 'in another tenant');
      mustEqual(await seenOf(subject, one, 'job-1', []), [], 'of nothing');
    },
  },
  {
    name: 'SeenTasks MUST forget what one job has seen, so many at a time',
    run: async (subject) => {
      const tenant = subject.freshTenant();
      for (const job of ['job-1', 'job-10'])
        await run(subject, ({ seenTasks }) => seenTasks.add(tenant, job, ['a', 'b', 'c']));
      mustEqual(await run(subject, ({ seenTasks }) => seenTasks.clear(tenant, 'job-1', 2)), 2, 'the first two');
      mustEqual((await seenOf(subject, tenant, 'job-1', ['a', 'b', 'c'])).length, 1, 'one is left');
      mustEqual(await run(subject, ({ seenTasks }) => seenTasks.clear(tenant, 'job-1', 2)), 1, 'the last');
      mustEqual(await run(subject, ({ seenTasks }) => seenTasks.clear(tenant, 'job-1', 2)), 0, 'nothing more');
      mustEqual(await seenOf(subject, tenant, 'job-10', ['a', 'b', 'c']), ['a', 'b', 'c'], 'of another job');
    },
  },
];
