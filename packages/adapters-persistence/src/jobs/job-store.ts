import { sql, type RawBuilder } from 'kysely';
import { okAsync, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '@portico/core';
import type { Job, JobFilter, JobLine, JobStore } from '@portico/core/jobs';
import type { Session } from '../database/session.ts';
import { storableJson } from '../database/storable-text.ts';
import { instantParameter } from '../database/values.ts';
import { fromJobRow, type JobRow } from './job-row.ts';

const keptLines = 1_000;

const columns = sql.raw(
  'tenant, id, kind, subject, input, reason, by_whom, state, checkpoint, done, total, counts, failure, interruptions, revision, started_at, beat_at, finished_at',
);

const jsonOrNull = (value: unknown): string | null => (value === null ? null : storableJson(value));

const fitting = (tenant: string | null, { kinds, subject, states }: JobFilter, before: string | null) => {
  const all: RawBuilder<unknown>[] = [sql`true`];
  if (tenant !== null) all.push(sql`tenant = ${tenant}`);
  if (kinds !== null) all.push(sql`kind = any(${kinds}::text[])`);
  if (subject !== null) all.push(sql`subject = ${subject}`);
  if (states !== null) all.push(sql`state = any(${states}::text[])`);
  // Of many jobs few are open, and these have an index of their own.
  if (states?.every((state) => state === 'running' || state === 'paused')) all.push(sql`finished_at is null`);
  if (before !== null) all.push(sql`id < ${before}`);
  return sql.join(all, sql` and `);
};

/** Jobs in SQL. */
export function createSqlJobStore(session: Session): JobStore {
  const one = (statement: RawBuilder<JobRow>): ResultAsync<Job | null, StoreFailure> =>
    session.rows<JobRow>(statement).map(([row]) => (row === undefined ? null : fromJobRow(row)));

  return {
    now() {
      return session
        .rows<{ now: number }>(sql`select portico_ms(portico_now()) as now`)
        .map(([row]) => row?.now ?? Number.NaN);
    },

    begin({ tenant, id, kind, subject, input, reason, by, total }) {
      return one(sql`
        insert into job (tenant, id, kind, subject, input, reason, by_whom, total, started_at, beat_at)
        values (${tenant}, ${id}, ${kind}, ${subject}, ${storableJson(input)}::jsonb, ${reason}, ${by}, ${total}, portico_now(), portico_now())
        returning ${columns}`).map((job) => {
        if (job === null) throw new Error('a job that was inserted is missing');
        return job;
      });
    },

    find(tenant, id) {
      return one(sql`select ${columns} from job where tenant = ${tenant} and id = ${id}`);
    },

    lock(tenant, id) {
      return one(sql`select ${columns} from job where tenant = ${tenant} and id = ${id} for update`);
    },

    save(job) {
      const { state, checkpoint, done, total, counts, failure, interruptions } = job;
      return one(sql`
        update job set state = ${state}, checkpoint = ${jsonOrNull(checkpoint)}::jsonb, done = ${done}, total = ${total},
          counts = ${storableJson(counts)}::jsonb, failure = ${failure}, interruptions = ${interruptions},
          revision = revision + 1, beat_at = portico_now(),
          finished_at = case when ${state} not in ('running', 'paused') then coalesce(finished_at, portico_now()) end
        where tenant = ${job.tenant} and id = ${job.id} and revision = ${job.revision}
        returning ${columns}`);
    },

    beat(tenant, id) {
      return session
        .rows<Pick<JobRow, 'state'>>(
          sql`update job set beat_at = portico_now() where tenant = ${tenant} and id = ${id} returning state`,
        )
        .map(([row]) => row?.state ?? null);
    },

    list(tenant, filter, before, limit) {
      return session
        .rows<JobRow>(
          sql`select ${columns} from job where ${fitting(tenant, filter, before)} order by id desc limit ${limit}`,
        )
        .map((rows) => rows.map(fromJobRow));
    },

    addLines(tenant, id, lines) {
      if (lines.length === 0) return okAsync(undefined);
      return session
        .rows(sql`
          with last as (select coalesce((select max(number) from job_line where tenant = ${tenant} and job = ${id}), 0) as number),
          old as (delete from job_line using last where tenant = ${tenant} and job = ${id}
            and job_line.number <= last.number + ${lines.length}::int - ${keptLines}::int)
          insert into job_line (tenant, job, number, at, level, text)
          select job.tenant, job.id, last.number + line.place, portico_now(), line.level, line.text
          from job cross join last
          cross join unnest(${lines.map(({ level }) => level)}::text[], ${lines.map(({ text }) => text)}::text[])
            with ordinality line(level, text, place)
          where job.tenant = ${tenant} and job.id = ${id} and line.place > ${lines.length}::int - ${keptLines}::int`)
        .map(() => undefined);
    },

    lines(tenant, id, after, limit) {
      const chosen =
        after === null
          ? sql`select number, at, level, text from job_line where tenant = ${tenant} and job = ${id} order by number desc limit ${limit}`
          : sql`select number, at, level, text from job_line where tenant = ${tenant} and job = ${id} and number > ${after} order by number limit ${limit}`;
      return session.rows<JobLine>(sql`select number, at, level, text from (${chosen}) chosen order by number`);
    },

    prune(before, limit) {
      return session
        .rows(sql`
          with old as (delete from job
            where (tenant, id) in (select tenant, id from job where finished_at < ${instantParameter(before)} order by finished_at limit ${limit})
            returning tenant, id),
          lines as (delete from job_line using old where job_line.tenant = old.tenant and job_line.job = old.id)
          select id from old`)
        .map(({ length }) => length);
    },
  };
}
