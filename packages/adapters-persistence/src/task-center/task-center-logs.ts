import { sql, type RawBuilder } from 'kysely';
import { okAsync } from 'neverthrow';
import type { ChangeLogEntry, DeletionLogEntry, TaskCenterLogs } from '@portico/core/task-center';
import type { Session } from '../database/session.ts';
import { storableJson } from '../database/storable-text.ts';

interface LogRow<Entry> {
  readonly id: number;
  readonly at: number;
  readonly body: Omit<Entry, 'at'>;
}

/** Change log and deletion log in SQL. */
export function createSqlTaskCenterLogs(session: Session): TaskCenterLogs {
  const page = (
    table: 'change_log' | 'deletion_log',
    tenant: string,
    filter: Readonly<Record<string, string | null>>,
    beforeId: number | null,
    limit: number,
  ) => {
    const conditions = Object.entries(filter).map(([column, value]): RawBuilder<unknown> =>
      value === null ? sql`` : sql`and ${sql.ref(column)} = ${value}`,
    );
    const beyond = beforeId === null ? sql`` : sql`and id < ${beforeId}`;
    return sql`
      select id, at, body from ${sql.table(table)} where tenant = ${tenant} ${sql.join(conditions, sql` `)} ${beyond}
      order by id desc limit ${limit}`;
  };

  return {
    appendChanges(entries) {
      if (entries.length === 0) return okAsync(undefined);
      return session
        .rows(sql`
          insert into change_log (tenant, at, task_id, assignee_id, instance_id, body)
          select body->>'tenant', portico_now(), body->>'taskId', body->'assignee'->>'id', body->>'instanceId', body
          from unnest(${entries.map(storableJson)}::jsonb[]) with ordinality e(body, place) order by place`)
        .map(() => undefined);
    },

    appendDeletions(entries) {
      if (entries.length === 0) return okAsync(undefined);
      return session
        .rows(sql`
          insert into deletion_log (tenant, at, platform, instance_id, body)
          select body->>'tenant', portico_now(), body->>'platform', body->'ref'->>'instanceId', body
          from unnest(${entries.map(storableJson)}::jsonb[]) with ordinality e(body, place) order by place`)
        .map(() => undefined);
    },

    listChanges(tenant, filter, beforeId, limit) {
      const columns = { task_id: filter.taskId, assignee_id: filter.assigneeId, instance_id: filter.instanceId };
      return session
        .rows(page('change_log', tenant, columns, beforeId, limit) as RawBuilder<LogRow<ChangeLogEntry>>)
        .map((rows) => ({ items: rows.map(({ id, at, body }) => ({ ...body, at, id })) }));
    },

    listDeletions(tenant, filter, beforeId, limit) {
      const columns = { platform: filter.platform, instance_id: filter.instanceId };
      return session
        .rows(page('deletion_log', tenant, columns, beforeId, limit) as RawBuilder<LogRow<DeletionLogEntry>>)
        .map((rows) => ({ items: rows.map(({ id, at, body }) => ({ ...body, at, id })) }));
    },
  };
}
