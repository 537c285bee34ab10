import { okAsync } from 'neverthrow';
import type { Job, JobLine } from '../../jobs/job.ts';
import type { JobStore } from '../../jobs/ports.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../memory/memory-database.ts';
import { createMemoryJobStore } from '../../memory/memory-job-store.ts';
import { rowKey } from '../../memory/memory-task-center-rows.ts';

/** A memory job store that breaks one promise; the contract suite has to notice. */
export interface JobStoreMutant {
  /** Completes "a store that …". */
  readonly name: string;
  readonly open: (database: MemoryDatabase) => JobStore;
}

const mutant = (
  name: string,
  change: (jobs: JobStore, database: MemoryDatabase) => Partial<JobStore>,
): JobStoreMutant => ({
  name,
  open: (database) => {
    const jobs = createMemoryJobStore(database);
    return { ...jobs, ...change(jobs, database) };
  },
});

/** Saves, and keeps something else than what was saved. */
const keeping =
  (edit: (saved: Job, given: Job, before: Job | null) => Job) =>
  (jobs: JobStore, database: MemoryDatabase): Partial<JobStore> => ({
    save: (given) =>
      jobs.find(given.tenant, given.id).andThen((before) =>
        jobs.save(given).map((saved) => {
          if (saved === null) return null;
          const kept = edit(saved, given, before);
          database.table<Job>('job').set(rowKey(given.tenant, given.id), kept);
          return kept;
        }),
      ),
  });

const linesTable = (database: MemoryDatabase) => database.table<readonly JobLine[]>('job-line');

export const jobStoreMutants: readonly JobStoreMutant[] = [
  mutant('lets the last writer win', (jobs) => ({
    save: (job) =>
      jobs
        .find(job.tenant, job.id)
        .andThen((stored) => (stored === null ? okAsync(null) : jobs.save({ ...job, revision: stored.revision }))),
  })),
  mutant(
    'never counts revisions',
    keeping((saved, given) => ({ ...saved, revision: given.revision })),
  ),
  mutant(
    'loses the checkpoint',
    keeping((saved) => ({ ...saved, checkpoint: null })),
  ),
  mutant(
    'never takes a checkpoint back',
    keeping((saved, _given, before) => ({
      ...saved,
      checkpoint: saved.checkpoint ?? before?.checkpoint ?? null,
    })),
  ),
  mutant(
    'keeps counts that are gone',
    keeping((saved, _given, before) => ({
      ...saved,
      counts: { ...before?.counts, ...saved.counts },
    })),
  ),
  mutant(
    'forgets interruptions',
    keeping((saved) => ({ ...saved, interruptions: 0 })),
  ),
  mutant(
    'lets the input change',
    keeping((saved, given) => ({ ...saved, input: given.input })),
  ),
  mutant(
    'lets the begin change',
    keeping((saved, given) => ({ ...saved, startedAt: given.startedAt })),
  ),
  mutant(
    'takes the end from whoever saves',
    keeping((saved, given) => ({ ...saved, finishedAt: given.finishedAt })),
  ),
  mutant(
    'stamps every save as an end',
    keeping((saved) => ({ ...saved, finishedAt: saved.beatAt })),
  ),
  mutant(
    'forgets why a job failed',
    keeping((saved) => ({ ...saved, failure: null })),
  ),
  mutant('counts a sign of life as a change', (jobs) => ({
    beat: (tenant, id) =>
      jobs.find(tenant, id).andThen((job) => (job === null ? okAsync(null) : jobs.save(job).map(() => job.state))),
  })),
  mutant('shows no sign of life', (jobs) => ({
    beat: (tenant, id) => jobs.find(tenant, id).map((job) => job?.state ?? null),
  })),
  mutant('takes every job for running', (jobs) => ({
    beat: (tenant, id) => jobs.beat(tenant, id).map((state) => (state === null ? null : 'running')),
  })),
  mutant('finds jobs of all tenants', (jobs, database) => ({
    find: (_tenant, id) =>
      okAsync(
        database
          .table<Job>('job')
          .all()
          .find((job) => job.id === id) ?? null,
      ),
  })),
  mutant('begins every page anew', (jobs) => ({
    list: (tenant, filter, _before, limit) => jobs.list(tenant, filter, null, limit),
  })),
  mutant('lists the oldest first', (jobs) => ({
    list: (tenant, filter, before, limit) =>
      jobs.list(tenant, filter, before, 200).map((found) => found.toReversed().slice(0, limit)),
  })),
  mutant('takes no kind for every kind', (jobs) => ({
    list: (tenant, filter, before, limit) =>
      jobs.list(tenant, { ...filter, kinds: filter.kinds?.length === 0 ? null : filter.kinds }, before, limit),
  })),
  mutant('lists whatever the subject', (jobs) => ({
    list: (tenant, filter, before, limit) => jobs.list(tenant, { ...filter, subject: null }, before, limit),
  })),
  mutant('lists whatever the state', (jobs) => ({
    list: (tenant, filter, before, limit) => jobs.list(tenant, { ...filter, states: null }, before, limit),
  })),
  mutant('forgets jobs that still run', (jobs, database) => ({
    prune: (before, limit) => {
      const table = database.table<Job>('job');
      const old = [...table.entries()].filter(([, job]) => (job.finishedAt ?? job.startedAt) < before).slice(0, limit);
      for (const [key] of old) {
        table.delete(key);
        linesTable(database).delete(key);
      }
      return okAsync(old.length);
    },
  })),
  mutant('forgets jobs without bound', (jobs) => ({ prune: (before) => jobs.prune(before, 1_000_000) })),
  mutant('keeps the lines of jobs that are gone', (jobs, database) => ({
    prune: (before, limit) => {
      const kept = [...linesTable(database).entries()];
      return jobs.prune(before, limit).map((count) => {
        for (const [key, lines] of kept) linesTable(database).set(key, lines);
        return count;
      });
    },
  })),
  mutant('numbers lines anew each time', (jobs, database) => ({
    addLines: (tenant, id, lines) =>
      jobs.addLines(tenant, id, lines).map(() => {
        const key = rowKey(tenant, id);
        const all = linesTable(database).get(key) ?? [];
        const first = all.length - lines.length;
        linesTable(database).set(
          key,
          all.map((line, index) => (index < first ? line : { ...line, number: index - first + 1 })),
        );
      }),
  })),
  mutant('keeps every line', (jobs, database) => ({
    addLines: (tenant, id, lines) =>
      jobs.find(tenant, id).map((job) => {
        const all = linesTable(database).get(rowKey(tenant, id)) ?? [];
        const at = database.now();
        if (job !== null)
          linesTable(database).set(rowKey(tenant, id), [
            ...all,
            ...lines.map((line, index) => ({ ...line, at, number: all.length + index + 1 })),
          ]);
      }),
  })),
  mutant('keeps lines of jobs that are gone already', (jobs, database) => ({
    addLines: (tenant, id, lines) =>
      jobs.find(tenant, id).andThen((job) => {
        if (job !== null) return jobs.addLines(tenant, id, lines);
        linesTable(database).set(
          rowKey(tenant, id),
          lines.map((line, index) => ({ ...line, at: database.now(), number: index + 1 })),
        );
        return okAsync(undefined);
      }),
  })),
  mutant('gives the oldest lines for the latest', (jobs) => ({
    lines: (tenant, id, after, limit) => jobs.lines(tenant, id, after ?? 0, limit),
  })),
  mutant('gives the last line again', (jobs) => ({
    lines: (tenant, id, after, limit) => jobs.lines(tenant, id, after === null ? null : after - 1, limit),
  })),
  {
    name: 'cannot take anything back',
    open: (database) => createMemoryJobStore(createMemoryDatabase(database.now)),
  },
];
