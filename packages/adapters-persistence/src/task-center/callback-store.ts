import { sql } from 'kysely';
import type { Callback, CallbackStore } from '@portico/core/task-center';
import type { Session } from '../database/session.ts';
import { storableJson } from '../database/storable-text.ts';
import { instantParameter } from '../database/values.ts';

interface CallbackRow {
  readonly body: Omit<Callback, 'receivedAt'>;
  readonly received_at: number;
}

const fromRow = ({ body, received_at }: CallbackRow): Callback => ({ ...body, receivedAt: received_at });

/** Callbacks in SQL. */
export function createSqlCallbackStore(session: Session): CallbackStore {
  return {
    append(callback, keys) {
      const { tenant, platform, id, taskId, assigneeId } = callback;
      const distinct = [...new Set(keys)];
      return (
        session
          // Whoever comes second waits for the first to end, and then finds its keys.
          .rows<{ id: string }>(sql`
            with k as (
              insert into callback_key (tenant, platform, key, received_at)
              select ${tenant}, ${platform}, key, portico_now() from (select unnest(${distinct}::text[]) collate "C" as key) i order by key
              on conflict do nothing returning 1)
            insert into callback (tenant, id, platform, task_id, assignee_id, received_at, body)
            select ${tenant}, ${id}, ${platform}, ${taskId}, ${assigneeId}, portico_now(), ${storableJson(callback)}::jsonb
            where (select count(*) from k) = ${distinct.length}
            returning id`)
          .map((rows) => rows.length > 0)
      );
    },

    find(tenant, id) {
      return session
        .rows<CallbackRow>(sql`select body, received_at from callback where tenant = ${tenant} and id = ${id}`)
        .map(([row]) => (row === undefined ? null : fromRow(row)));
    },

    list(tenant, filter, after, limit) {
      const platform = filter.platform === null ? sql`` : sql`and platform = ${filter.platform}`;
      const task = filter.taskId === null ? sql`` : sql`and task_id = ${filter.taskId}`;
      const assignee = filter.assigneeId === null ? sql`` : sql`and assignee_id = ${filter.assigneeId}`;
      const beyond =
        after === null
          ? sql``
          : sql`and (received_at, id) < (${instantParameter(after.receivedAt)}::timestamptz, ${after.id}::text collate "C")`;
      return session
        .rows<CallbackRow>(sql`
          select body, received_at from callback where tenant = ${tenant} ${platform} ${task} ${assignee} ${beyond}
          order by received_at desc, id desc limit ${limit}`)
        .map((rows) => rows.map(fromRow));
    },

    prune(before, limit) {
      const then = instantParameter(before);
      return session
        .rows<{ gone: number }>(sql`
          with k as (delete from callback_key where (tenant, platform, key) in (
            select tenant, platform, key from callback_key where received_at < ${then}::timestamptz order by received_at limit ${limit}) returning 1),
          c as (delete from callback where (tenant, id) in (
            select tenant, id from callback where received_at < ${then}::timestamptz order by received_at limit ${limit}) returning 1)
          select (select count(*) from c) + (select count(*) from k) gone`)
        .map(([row]) => row?.gone ?? 0);
    },
  };
}
