import { sql, type RawBuilder } from 'kysely';
import type { FeedCountRow, FeedFilter, FeedStore, Todo } from '@portico/core/task-center';
import type { Session } from '../database/session.ts';
import { instantParameter } from '../database/values.ts';

const among = (column: string, values: readonly string[] | null): RawBuilder<unknown> =>
  values === null ? sql`` : sql`and t.${sql.ref(column)} = any(${[...values]}::text[] collate "C")`;

function conditions({ assigneeId, states, scope }: FeedFilter): RawBuilder<unknown> {
  const parts = [
    assigneeId === null ? sql`` : sql`and t.assignee_id = ${assigneeId}`,
    states === null ? sql`` : sql`and t.state = any(${[...states]}::text[])`,
    among('process_id', scope.processIds),
    among('category', scope.categories),
    scope.platforms === null
      ? sql``
      : sql`and exists (select from mirror m where m.tenant = t.tenant and m.instance_id = t.instance_id
          and m.platform = any(${[...scope.platforms]}::text[] collate "C")
          and (m.unit = 'instance' or m.task_id = t.task_id and (m.unit = 'task' or m.assignee_id = t.assignee_id)))`,
  ];
  return sql.join(parts, sql` `);
}

/** To-dos as they are fetched, in SQL. */
export function createSqlFeedStore(session: Session): FeedStore {
  return {
    page(tenant, filter, { after, offset }, limit) {
      const beyond =
        after === null
          ? sql``
          : sql`and t.version <= ${after.version} and (t.version < ${after.version}
              or (t.task_id, t.assignee_id) > (${after.taskId}::text collate "C", ${after.assigneeId}::text collate "C"))`;
      return session
        .rows<{ body: Todo }>(sql`
          select t.body from todo t where t.tenant = ${tenant} ${conditions(filter)} ${beyond}
          order by t.version desc, t.task_id, t.assignee_id offset ${offset} limit ${limit}`)
        .map((rows) => rows.map(({ body }) => body));
    },

    changes(tenant, filter, after, limit) {
      const beyond =
        after === null
          ? sql``
          : sql`and (t.changed_at, t.task_id, t.assignee_id) >
              (${instantParameter(after.changedAt)}::timestamptz, ${after.taskId}::text collate "C", ${after.assigneeId}::text collate "C")`;
      return session
        .rows<{ now: number; body: Todo | null; changedAt: number | null }>(sql`
          select portico_now() now, c.body, c.changed_at as "changedAt" from (select) one left join lateral (
            select t.body, t.changed_at, t.task_id, t.assignee_id from todo t where t.tenant = ${tenant} ${conditions(filter)} ${beyond}
            order by t.changed_at, t.task_id, t.assignee_id limit ${limit}) c on true
          order by c.changed_at, c.task_id, c.assignee_id`)
        .map((rows) => ({
          now: rows[0]?.now ?? 0,
          items: rows.flatMap(({ body, changedAt }) =>
            body === null || changedAt === null ? [] : [{ todo: body, changedAt }],
          ),
        }));
    },

    count(tenant, filter) {
      return session.rows<FeedCountRow>(sql`
        select t.state, t.category, count(*) count from todo t where t.tenant = ${tenant} ${conditions(filter)}
        group by t.state, t.category order by t.state collate "C", t.category nulls first`);
    },
  };
}
