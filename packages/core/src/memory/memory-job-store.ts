import { okAsync } from 'neverthrow';
import type { Job, JobLine } from '../jobs/job.ts';
import type { JobFilter, JobStore } from '../jobs/ports.ts';
import { compareCodePoints } from '../work/code-point-order.ts';
import type { MemoryDatabase } from './memory-database.ts';
import { rowKey } from './memory-task-center-rows.ts';

const keptLines = 1_000;

const hasEnded = ({ state }: Job): boolean => state !== 'running' && state !== 'paused';

const fits = (job: Job, { kinds, subject, states }: JobFilter): boolean =>
  (kinds === null || kinds.includes(job.kind)) &&
  (subject === null || job.subject === subject) &&
  (states === null || states.includes(job.state));

/** Jobs in memory. */
export const createMemoryJobStore = (database: MemoryDatabase): JobStore => {
  const table = database.table<Job>('job');
  const logs = database.table<readonly JobLine[]>('job-line');
  const find = (tenant: string, id: string): Job | null => table.get(rowKey(tenant, id)) ?? null;
  return {
    now: () => okAsync(database.now()),
    begin: (fields) => {
      const now = database.now();
      const job: Job = {
        ...fields,
        state: 'running',
        checkpoint: null,
        done: 0,
        counts: {},
        failure: null,
        interruptions: 0,
        revision: 1,
        startedAt: now,
        beatAt: now,
        finishedAt: null,
      };
      table.set(rowKey(job.tenant, job.id), job);
      return okAsync(job);
    },
    find: (tenant, id) => okAsync(find(tenant, id)),
    lock: (tenant, id) => okAsync(find(tenant, id)),
    save: (job) => {
      const stored = find(job.tenant, job.id);
      if (stored === null || stored.revision !== job.revision) return okAsync(null);
      const { state, checkpoint, done, total, counts, failure, interruptions } = job;
      const now = database.now();
      const saved: Job = {
        ...stored,
        state,
        checkpoint,
        done,
        total,
        counts,
        failure,
        interruptions,
        revision: stored.revision + 1,
        beatAt: now,
        finishedAt: hasEnded(job) ? (stored.finishedAt ?? now) : null,
      };
      table.set(rowKey(job.tenant, job.id), saved);
      return okAsync(saved);
    },
    beat: (tenant, id) => {
      const stored = find(tenant, id);
      if (stored === null) return okAsync(null);
      table.set(rowKey(tenant, id), { ...stored, beatAt: database.now() });
      return okAsync(stored.state);
    },
    list: (tenant, filter, before, limit) =>
      okAsync(
        table
          .all()
          .filter((job) => (tenant === null || job.tenant === tenant) && fits(job, filter))
          .filter(({ id }) => before === null || compareCodePoints(id, before) < 0)
          .toSorted((a, b) => compareCodePoints(b.id, a.id))
          .slice(0, limit),
      ),
    addLines: (tenant, id, lines) => {
      if (find(tenant, id) === null) return okAsync(undefined);
      const key = rowKey(tenant, id);
      const before = logs.get(key) ?? [];
      const last = before.at(-1)?.number ?? 0;
      const at = database.now();
      const more = lines.map(({ level, text }, index) => ({ number: last + index + 1, at, level, text }));
      logs.set(key, [...before, ...more].slice(-keptLines));
      return okAsync(undefined);
    },
    lines: (tenant, id, after, limit) => {
      const all = logs.get(rowKey(tenant, id)) ?? [];
      return okAsync(after === null ? all.slice(-limit) : all.filter(({ number }) => number > after).slice(0, limit));
    },
    prune: (before, limit) => {
      const old = table
        .all()
        .filter(({ finishedAt }) => finishedAt !== null && finishedAt < before)
        .slice(0, limit);
      for (const { tenant, id } of old) {
        table.delete(rowKey(tenant, id));
        logs.delete(rowKey(tenant, id));
      }
      return okAsync(old.length);
    },
  };
};
