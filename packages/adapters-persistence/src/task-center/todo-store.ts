import { sql, type RawBuilder } from 'kysely';
import { okAsync } from 'neverthrow';
import type { MarkCounts, PlatformMark, SyncState, TodoFilter, TodoState, TodoStore } from '@portico/core/task-center';
import type { Session } from '../database/session.ts';
import { storableJson } from '../database/storable-text.ts';
import { instantParameter } from '../database/values.ts';
import { fromTodoRow, toTodoRow, type TodoRow } from './todo-row.ts';

type MarkedRow = Pick<TodoRow, 'body'> & { readonly marks: readonly PlatformMark[] };

/** To-dos in SQL, with their marks out of mirrors and work rows. */
export function createSqlTodoStore(session: Session): TodoStore {
  return {
    save(todos) {
      if (todos.length === 0) return okAsync([]);
      return session
        .rows<{ state: TodoState | null }>(sql`
          with i as materialized (select * from rows from (jsonb_to_recordset(${storableJson(todos.map(toTodoRow))}::jsonb) as (
            tenant text collate "C", task_id text collate "C", assignee_id text collate "C", instance_id text, process_id text, category text, urgency text, title text,
            state text, created_at timestamptz, version bigint, body jsonb)) with ordinality
            i(tenant, task_id, assignee_id, instance_id, process_id, category, urgency, title, state, created_at, version, body, place)),
          s as (insert into todo (tenant, task_id, assignee_id, instance_id, process_id, category, urgency, title, state, created_at, version, body)
            select distinct on (tenant, task_id, assignee_id) tenant, task_id, assignee_id, instance_id, process_id, category, urgency, title,
              state, created_at, version, body from i order by tenant, task_id, assignee_id, place desc
            on conflict (tenant, task_id, assignee_id) do update set instance_id = excluded.instance_id, process_id = excluded.process_id,
              category = excluded.category, urgency = excluded.urgency, title = excluded.title, state = excluded.state,
              created_at = excluded.created_at, version = excluded.version, body = excluded.body)
          select t.state from i left join todo t on t.tenant = i.tenant and t.task_id = i.task_id and t.assignee_id = i.assignee_id order by i.place`)
        .map((rows) => rows.map(({ state }) => state));
    },

    find(tenant, taskId, assigneeId) {
      return session
        .rows<MarkedRow>(sql`
          select body, todo_marks(t) marks from todo t where tenant = ${tenant} and task_id = ${taskId} and assignee_id = ${assigneeId}`)
        .map(([row]) => (row === undefined ? null : { todo: fromTodoRow(row), marks: row.marks }));
    },

    list(tenant, filter, after, limit) {
      const beyond =
        after === null
          ? sql``
          : sql`and t.version <= ${after.version} and (t.version < ${after.version}
              or (t.task_id, t.assignee_id) > (${after.taskId}::text collate "C", ${after.assigneeId}::text collate "C"))`;
      return session
        .rows<MarkedRow>(sql`
          select t.body, todo_marks(t) marks from todo t where t.tenant = ${tenant} ${conditions(filter)} ${syncCondition(tenant, filter)} ${beyond}
          order by t.version desc, t.task_id, t.assignee_id limit ${limit}`)
        .map((rows) => rows.map((row) => ({ todo: fromTodoRow(row), marks: row.marks })));
    },

    countMarks(tenant, filter, limit) {
      const platform = filter.platform === null ? sql`` : sql`and mark->>'platform' = ${filter.platform}`;
      const sync = filter.sync === null ? sql`` : sql`and mark->>'sync' = ${filter.sync}`;
      return session
        .rows<MarkCounts>(sql`
          with found as materialized (
            select todo_marks(t) marks from todo t where t.tenant = ${tenant} ${conditions(filter)} ${syncCondition(tenant, filter)} limit ${limit + 1}),
          counted as (select marks from found limit ${limit}),
          by_state as (
            select mark->>'platform' platform, mark->>'sync' sync, count(*) count
            from counted cross join jsonb_array_elements(marks) mark where true ${platform} ${sync} group by 1, 2)
          select (select count(*) from counted) todos, (select count(*) from found) > ${limit}::int more,
            (select coalesce(jsonb_agg(to_jsonb(b) order by b.platform collate "C", b.sync collate "C"), '[]') from by_state b) marks`)
        .map(([counts]) => counts ?? { todos: 0, more: false, marks: [] });
    },

    countByState(tenant) {
      return session
        .rows<{ state: TodoState; count: number }>(
          sql`select state, count(*) count from todo where tenant = ${tenant} group by state`,
        )
        .map((rows) => {
          const counts: Record<TodoState, number> = { open: 0, done: 0, withdrawn: 0 };
          for (const { state, count } of rows) counts[state] = count;
          return counts;
        });
    },

    pageOfAssignees(tenant, assigneeIds, after, limit) {
      if (assigneeIds.length === 0) return okAsync([]);
      const from = after === null ? sql`` : sql`where of.id >= ${after.assigneeId}::text collate "C"`;
      const beyond =
        after === null
          ? sql``
          : sql`and (of.id > ${after.assigneeId}::text collate "C" or (version, task_id) > (${after.version}::bigint, ${after.taskId}::text collate "C"))`;
      return (
        session
          // Person by person, so that no plan reads the to-dos of everybody else.
          .rows<Pick<TodoRow, 'body'>>(sql`
            select t.body from (select distinct unnest(${[...assigneeIds]}::text[]) collate "C" as id) of cross join lateral (
              select assignee_id, version, task_id, body from todo where tenant = ${tenant} and assignee_id = of.id ${beyond}
              order by version, task_id limit ${limit}) t
            ${from} order by t.assignee_id, t.version, t.task_id limit ${limit}`)
          .map((rows) => rows.map(fromTodoRow))
      );
    },
  };
}

function conditions(filter: TodoFilter): RawBuilder<unknown> {
  const parts = [
    equals('state', filter.state),
    equals('assignee_id', filter.assigneeId),
    equals('task_id', filter.taskId),
    equals('instance_id', filter.instanceId),
    equals('process_id', filter.processId),
    filter.instanceStatus === null
      ? sql``
      : sql`and exists (select from instance i where i.tenant = t.tenant and i.id = t.instance_id and i.status = ${filter.instanceStatus})`,
    equals('category', filter.category),
    equals('urgency', filter.urgency),
    filter.text === null ? sql`` : sql`and position(lower(${filter.text}) in lower(t.title)) > 0`,
    filter.createdFrom === null ? sql`` : sql`and t.created_at >= ${instantParameter(filter.createdFrom)}`,
    filter.createdTo === null ? sql`` : sql`and t.created_at < ${instantParameter(filter.createdTo)}`,
  ];
  return sql.join(parts, sql` `);
}

function equals(column: string, value: string | null): RawBuilder<unknown> {
  return value === null ? sql`` : sql`and t.${sql.ref(column)} = ${value}`;
}

function syncCondition(tenant: string, filter: TodoFilter): RawBuilder<unknown> {
  if (filter.sync === null && filter.platform === null) return sql``;
  const platform = filter.platform === null ? sql`` : sql`and mark->>'platform' = ${filter.platform}`;
  const sync = filter.sync === null ? sql`` : sql`and mark->>'sync' = ${filter.sync}`;
  return sql`${candidates(tenant, filter.sync)} and exists (select from jsonb_array_elements(todo_marks(t)) mark where true ${platform} ${sync})`;
}

/** Marks are worked out to-do by to-do; states that are rare are found from the other end first. */
function candidates(tenant: string, sync: SyncState | null): RawBuilder<unknown> {
  if (sync === null || sync === 'agreed' || sync === 'pending') return sql``;
  if (sync === 'withdrawn' || sync === 'ignored') {
    return sql`and t.instance_id in (select instance_id from mirror where tenant = ${tenant} and override = ${sync})`;
  }
  const found = sync === 'failing' ? sql`w.parked is null and w.attempts > 0` : sql`w.parked = ${sync}`;
  return sql`and t.instance_id in (
    select m.instance_id from lane l join work w on w.lane = l.id and ${found}
    join mirror m on m.tenant = l.tenant and l.name = 'push/' || m.platform and m.key = w.key where l.tenant = ${tenant})`;
}
