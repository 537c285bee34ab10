import { sql } from 'kysely';
import { okAsync } from 'neverthrow';
import type { SeenTasks, Source, SourceStore, SourceStores } from '@portico/core/sources';
import type { Session } from '../database/session.ts';
import { storableJson } from '../database/storable-text.ts';
import { instantParameter } from '../database/values.ts';

/** What is not a column of its own. */
type SourceBody = Omit<Source, 'tenant' | 'code' | 'revision' | 'createdAt' | 'updatedAt'>;

interface SourceRow {
  readonly tenant: string;
  readonly code: string;
  readonly revision: number;
  readonly body: SourceBody;
  readonly created_at: number;
  readonly updated_at: number;
}

const fromRow = ({ tenant, code, revision, body, created_at, updated_at }: SourceRow): Source => ({
  ...body,
  tenant,
  code,
  revision,
  createdAt: created_at,
  updatedAt: updated_at,
});

function createSqlSourceStore(session: Session): SourceStore {
  return {
    save({ tenant, code, revision, createdAt, updatedAt, ...body }) {
      const stored = storableJson(body);
      const changed =
        revision === 1
          ? sql`
            insert into source (tenant, code, revision, body, created_at, updated_at)
            values (${tenant}, ${code}, 1, ${stored}::jsonb, ${instantParameter(createdAt)}, ${instantParameter(updatedAt)})
            on conflict do nothing returning code`
          : sql`
            update source set revision = ${revision}, body = ${stored}::jsonb, updated_at = ${instantParameter(updatedAt)}
            where tenant = ${tenant} and code = ${code} and revision = ${revision - 1} returning code`;
      return session.rows(changed).map((rows) => rows.length > 0);
    },
    find(tenant, code) {
      return session
        .rows<SourceRow>(sql`select * from source where tenant = ${tenant} and code = ${code}`)
        .map(([row]) => (row === undefined ? null : fromRow(row)));
    },
    lock(tenant, code) {
      return session
        .rows<SourceRow>(sql`select * from source where tenant = ${tenant} and code = ${code} for no key update`)
        .map(([row]) => (row === undefined ? null : fromRow(row)));
    },
    list(tenant) {
      const of = tenant === null ? sql`` : sql`where tenant = ${tenant}`;
      return session
        .rows<SourceRow>(sql`select * from source ${of} order by code, tenant`)
        .map((rows) => rows.map(fromRow));
    },
    remove(tenant, code) {
      return session
        .rows(sql`delete from source where tenant = ${tenant} and code = ${code} returning code`)
        .map((rows) => rows.length > 0);
    },
  };
}

function createSqlSeenTasks(session: Session): SeenTasks {
  return {
    add(tenant, job, taskIds) {
      if (taskIds.length === 0) return okAsync(undefined);
      return session
        .rows(sql`
          insert into seen_task (tenant, job, task_id)
          select distinct ${tenant}, ${job}, id collate "C" from unnest(${[...taskIds]}::text[]) id order by 3 on conflict do nothing`)
        .map(() => undefined);
    },
    among(tenant, job, taskIds) {
      if (taskIds.length === 0) return okAsync(new Set());
      return session
        .rows<{ task_id: string }>(sql`
          select task_id from seen_task where tenant = ${tenant} and job = ${job} and task_id = any (${[...taskIds]}::text[] collate "C")`)
        .map((rows) => new Set(rows.map(({ task_id }) => task_id)));
    },
    clear(tenant, job, limit) {
      return session
        .rows(sql`
          delete from seen_task where tenant = ${tenant} and job = ${job} and task_id in (
            select task_id from seen_task where tenant = ${tenant} and job = ${job} order by task_id limit ${limit}) returning task_id`)
        .map((rows) => rows.length);
    },
  };
}

/** Sources, and what their sweeps have seen, in SQL. */
export const createSqlSourceStores = (session: Session): SourceStores => ({
  sources: createSqlSourceStore(session),
  seenTasks: createSqlSeenTasks(session),
});
