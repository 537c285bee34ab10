import { sql } from 'kysely';
import { okAsync, ResultAsync } from 'neverthrow';
import type { StoreFailure } from '@portico/core';
import type {
  EngineEvent,
  EventInsertion,
  InstanceState,
  StoredEvent,
  TaskState,
  WorkflowStore,
} from '@portico/core/workflow';
import type { Session } from '../database/session.ts';
import { storableJson } from '../database/storable-text.ts';
import { instantParameter } from '../database/values.ts';
import { fromInstanceRow, fromTaskRow, toInstanceRow, toTaskRow, type InstanceRow } from './instance-row.ts';

interface StoredInstance {
  readonly id: string;
  /** Null: locked before its first event came to be kept. */
  readonly body: InstanceRow['body'] | null;
}

interface StoredTask {
  readonly instance_id: string;
  readonly body: TaskState;
}

// The order of events among those of one instant, as the core has it.
const rank = sql`array_position(array['start', 'receive', 'reassign', 'urge', 'complete', 'revert', 'end', 'terminate', 'assert', 'delete'], body->>'action')`;

/** Instances, tasks and events in SQL. */
export function createSqlWorkflowStore(session: Session): WorkflowStore {
  const tasksOf = (tenant: string, ids: readonly string[]): ResultAsync<readonly StoredTask[], StoreFailure> =>
    session.rows<StoredTask>(sql`
      select instance_id, body from task where tenant = ${tenant} and instance_id = any(${ids}::text[]) order by id`);

  const withTasks = (
    tenant: string,
    rows: readonly StoredInstance[],
  ): ResultAsync<readonly InstanceState[], StoreFailure> => {
    const ids = rows.flatMap(({ id, body }) => (body === null ? [] : [id]));
    return ids.length === 0 ? okAsync([]) : tasksOf(tenant, ids).map((tasks) => assemble(rows, tasks));
  };

  return {
    now() {
      return session.rows<{ now: number }>(sql`select portico_now() now`).map(([row]) => row?.now ?? 0);
    },

    lockInstances(tenant, ids) {
      if (ids.length === 0) return okAsync(new Map());
      // What does not exist is inserted first, so that there is a row to lock; two statements, both in the order of keys.
      return session
        .rows(sql`
          insert into instance (tenant, id) select ${tenant}, id from (select distinct unnest(${ids}::text[]) collate "C" id) i order by id
          on conflict do nothing`)
        .andThen(() =>
          session.rows<StoredInstance>(
            sql`select id, body from instance where tenant = ${tenant} and id = any(${ids}::text[]) order by id for update`,
          ),
        )
        .andThen((rows) => withTasks(tenant, rows))
        .map(byId);
    },

    insertEvents(tenant, events) {
      if (events.length === 0) return okAsync([]);
      const records = storableJson(events.map(toEventRecord));
      const sources = events.map(({ event }) => event.source);
      const ids = events.map(({ event }) => event.eventId);
      return session
        .rows<{ source: string; event_id: string }>(sql`
          insert into engine_event (tenant, source, event_id, instance_id, hash, occurred_at, received_at, body)
          select distinct on (source, event_id) ${tenant}, source, event_id, instance_id, hash, occurred_at, portico_now(), body
          from rows from (jsonb_to_recordset(${records}::jsonb) as (source text collate "C", event_id text collate "C",
            instance_id text, hash text, occurred_at timestamptz, body jsonb)) with ordinality
            e(source, event_id, instance_id, hash, occurred_at, body, place)
          order by source, event_id, place
          on conflict do nothing returning source, event_id`)
        .andThen((inserted) =>
          // A statement of its own: it sees what a transaction committed that the insert had to wait for.
          session
            .rows<{ place: number; source: string; event_id: string; same: boolean }>(sql`
              select i.place, e.source, e.event_id, e.hash = i.hash as same
              from unnest(${sources}::text[], ${ids}::text[], ${events.map(({ hash }) => hash)}::text[]) with ordinality i(source, event_id, hash, place)
              join engine_event e on e.tenant = ${tenant} and e.source = i.source collate "C" and e.event_id = i.event_id collate "C" order by i.place`)
            .map((found) => {
              const fresh = new Set(inserted.map(identityOf));
              return found.map((row): EventInsertion => {
                if (fresh.delete(identityOf(row))) return 'new';
                return row.same ? 'duplicate' : 'conflict';
              });
            }),
        );
    },

    eventsOf(tenant, instanceIds) {
      return session
        .rows<{ instance_id: string; body: EngineEvent }>(sql`
          select instance_id, body from engine_event where tenant = ${tenant} and instance_id = any(${instanceIds}::text[])`)
        .map((rows) => {
          const byInstance = new Map<string, EngineEvent[]>(instanceIds.map((id) => [id, []]));
          for (const { instance_id, body } of rows) byInstance.get(instance_id)?.push(body);
          return byInstance;
        });
    },

    saveInstances(states) {
      if (states.length === 0) return okAsync(undefined);
      const tasks = states.flatMap((state) => state.tasks.map((task) => toTaskRow(state.tenant, state.id, task)));
      return session
        .rows(sql`
          with s as materialized (select * from jsonb_to_recordset(${storableJson(states.map(toInstanceRow))}::jsonb) as s(tenant text, id text, process_id text,
            status text, version bigint, body jsonb, task_ids text[])),
          i as (insert into instance (tenant, id, process_id, status, version, saved_at, body)
            select tenant, id, process_id, status, version, portico_now(), body from s order by tenant collate "C", id collate "C"
            on conflict (tenant, id) do update set process_id = excluded.process_id, status = excluded.status, version = excluded.version,
              saved_at = excluded.saved_at, body = excluded.body),
          d as (delete from task t using s where t.tenant = s.tenant collate "C" and t.instance_id = s.id collate "C" and not t.id = any(s.task_ids))
          insert into task (tenant, id, instance_id, status, assignee_ids, body)
          select tenant, id, instance_id, status, assignee_ids, body from jsonb_to_recordset(${storableJson(tasks)}::jsonb)
            as t(tenant text, id text, instance_id text, status text, assignee_ids text[], body jsonb) order by tenant collate "C", id collate "C"
          on conflict (tenant, id) do update set instance_id = excluded.instance_id, status = excluded.status,
            assignee_ids = excluded.assignee_ids, body = excluded.body
          where task.body is distinct from excluded.body or task.instance_id <> excluded.instance_id`)
        .map(() => undefined);
    },

    findInstances(tenant, ids) {
      if (ids.length === 0) return okAsync(new Map());
      return ResultAsync.combine([
        session.rows<StoredInstance>(
          sql`select id, body from instance where tenant = ${tenant} and id = any(${ids}::text[])`,
        ),
        tasksOf(tenant, ids),
      ]).map(([rows, tasks]) => byId(assemble(rows, tasks)));
    },

    findTasks(tenant, taskIds) {
      if (taskIds.length === 0) return okAsync(new Map());
      return session
        .rows<{ task: TaskState; instance: InstanceRow['body'] }>(sql`
          select t.body task, i.body instance from task t join instance i on i.tenant = t.tenant and i.id = t.instance_id
          where t.tenant = ${tenant} and t.id = any(${taskIds}::text[])`)
        .map((rows) => new Map(rows.map((row) => [row.task.id, fromTaskRow(row)])));
    },

    pageTasks(tenant, scope, afterTaskId, limit) {
      const process = scope.processId === null ? sql`` : sql`and i.process_id = ${scope.processId}`;
      const assignee = scope.assigneeId === null ? sql`` : sql`and t.assignee_ids @> ${[scope.assigneeId]}::text[]`;
      const status = scope.status === null ? sql`` : sql`and t.status = ${scope.status}`;
      const changed =
        scope.changedSince === null ? sql`` : sql`and i.saved_at >= ${instantParameter(scope.changedSince)}`;
      const beyond = afterTaskId === null ? sql`` : sql`and t.id > ${afterTaskId}`;
      return session
        .rows<{ task: TaskState; instance: InstanceRow['body'] }>(sql`
          select t.body task, i.body instance from task t join instance i on i.tenant = t.tenant and i.id = t.instance_id
          where t.tenant = ${tenant} ${process} ${assignee} ${status} ${changed} ${beyond} order by t.id limit ${limit}`)
        .map((rows) => rows.map(fromTaskRow));
    },

    pageInstances(tenant, filter, after, limit) {
      const process = filter.processId === null ? sql`` : sql`and i.process_id = ${filter.processId}`;
      const status = filter.status === null ? sql`` : sql`and i.status = ${filter.status}`;
      const beyond =
        after === null ? sql`` : sql`and (i.version, i.id) < (${after.version}::bigint, ${after.id}::text collate "C")`;
      return session
        .rows<StoredInstance>(sql`
          select id, body from instance i where i.tenant = ${tenant} and i.body is not null ${process} ${status} ${beyond}
          order by i.version desc, i.id desc limit ${limit}`)
        .andThen((rows) => withTasks(tenant, rows));
    },

    listEvents(tenant, instanceId, limit) {
      return session
        .rows<{ body: EngineEvent; received_at: number }>(sql`
          select body, received_at from engine_event where tenant = ${tenant} and instance_id = ${instanceId}
          order by occurred_at, (body->>'sequence')::numeric nulls first, ${rank}, source, event_id limit ${limit}`)
        .map((rows) => rows.map(({ body, received_at }) => ({ event: body, receivedAt: received_at })));
    },

    prune(before, limit) {
      return session
        .rows(sql`
          delete from engine_event where (tenant, source, event_id) in (
            select e.tenant, e.source, e.event_id from engine_event e join instance i on i.tenant = e.tenant and i.id = e.instance_id
            where e.received_at < ${instantParameter(before)} and i.status <> 'running' order by e.received_at limit ${limit})
          returning 1`)
        .map((rows) => rows.length);
    },
  };
}

const assemble = (rows: readonly StoredInstance[], found: readonly StoredTask[]): readonly InstanceState[] => {
  const tasks = Map.groupBy(found, ({ instance_id }) => instance_id);
  return rows.flatMap(({ body }) =>
    body === null ? [] : [fromInstanceRow({ body, tasks: (tasks.get(body.id) ?? []).map((task) => task.body) })],
  );
};

const byId = (states: readonly InstanceState[]): ReadonlyMap<string, InstanceState> =>
  new Map(states.map((state) => [state.id, state]));

function toEventRecord({ event, hash }: StoredEvent) {
  return {
    source: event.source,
    event_id: event.eventId,
    instance_id: event.instance.id,
    hash,
    occurred_at: instantParameter(event.occurredAt),
    body: event,
  };
}

function identityOf(row: { readonly source: string; readonly event_id: string }): string {
  return JSON.stringify([row.source, row.event_id]);
}
