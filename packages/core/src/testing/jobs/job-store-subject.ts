import type { ResultAsync } from 'neverthrow';
import type { Job, JobLine } from '../../jobs/job.ts';
import type { JobFilter, JobStore, JobStores } from '../../jobs/ports.ts';
import type { Transactor } from '../../ports/transactor.ts';
import { mustEqual, type ContractCase } from '../contract-case.ts';

/** A job store that is to keep the promises of its port. Its clock must go forward by itself. */
export interface JobStoreSubject {
  readonly transactor: Transactor<JobStores>;
  /** A tenant that exists and that nobody else uses. */
  freshTenant(): Promise<string>;
  /** An id that no job has, above all before it. */
  freshId(): string;
  /** How many histories the property tries. */
  readonly runs: number;
}

export type JobStoreCase = ContractCase<JobStoreSubject>;

type Line = Pick<JobLine, 'level' | 'text'>;

export const inTransaction = async <T, E>(
  { transactor }: JobStoreSubject,
  work: (jobs: JobStore) => ResultAsync<T, E>,
): Promise<T> => {
  const result = await transactor.run(({ jobs }) => work(jobs));
  if (result.isErr()) throw new Error(`The transaction failed: ${JSON.stringify(result.error)}`);
  return result.value;
};

export const begun = async (subject: JobStoreSubject, tenant: string, fields: Partial<Job> = {}): Promise<Job> =>
  inTransaction(subject, (jobs) =>
    jobs.begin({
      tenant,
      id: subject.freshId(),
      kind: 'sweep',
      subject: 'jinzhi',
      input: { level: 1, since: null },
      reason: 'hand',
      by: '李老师',
      total: null,
      ...fields,
    }),
  );

export const stored = (subject: JobStoreSubject, { tenant, id }: Job): Promise<Job | null> =>
  inTransaction(subject, (jobs) => jobs.find(tenant, id));

export const mustStand = async (subject: JobStoreSubject, job: Job, what: string): Promise<Job> => {
  const found = await stored(subject, job);
  mustEqual(found, job, what);
  return found as Job;
};

export const saved = async (subject: JobStoreSubject, job: Job): Promise<Job> => {
  const answer = await inTransaction(subject, (jobs) => jobs.save(job));
  if (answer === null) throw new Error('A job was not saved that nobody else had changed.');
  return answer;
};

export const everything: JobFilter = { kinds: null, subject: null, states: null };

export const listed = async (
  subject: JobStoreSubject,
  tenant: string,
  filter: Partial<JobFilter> = {},
  before: string | null = null,
  limit = 200,
): Promise<readonly string[]> =>
  (await inTransaction(subject, (jobs) => jobs.list(tenant, { ...everything, ...filter }, before, limit))).map(
    ({ id }) => id,
  );

export const linesOf = (
  subject: JobStoreSubject,
  { tenant, id }: Job,
  after: number | null = 0,
  limit = 1_000,
): Promise<readonly JobLine[]> => inTransaction(subject, (jobs) => jobs.lines(tenant, id, after, limit));

export const addLines = (subject: JobStoreSubject, { tenant, id }: Job, lines: readonly Line[]): Promise<void> =>
  inTransaction(subject, (jobs) => jobs.lock(tenant, id).andThen(() => jobs.addLines(tenant, id, lines)));

export const texts = (count: number, from = 1): readonly Line[] =>
  Array.from({ length: count }, (_, index) => ({ level: 'info', text: `line ${from + index}` }));

export const now = (subject: JobStoreSubject): Promise<number> => inTransaction(subject, (jobs) => jobs.now());
