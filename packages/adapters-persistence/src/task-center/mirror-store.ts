import { sql } from 'kysely';
import { okAsync } from 'neverthrow';
import type { MirrorCount, MirrorStore } from '@portico/core/task-center';
import type { Session } from '../database/session.ts';
import { storableJson } from '../database/storable-text.ts';
import { fromMirrorRow, type MirrorRow } from './mirror-row.ts';

/** Mirrors in SQL. */
export function createSqlMirrorStore(session: Session): MirrorStore {
  return {
    want(mirrors) {
      if (mirrors.length === 0) return okAsync(undefined);
      return session
        .rows(sql`
          insert into mirror as m (tenant, platform, key, unit, instance_id, task_id, assignee_id, desired_version)
          select distinct on (1, 2, 3) tenant collate "C", platform collate "C", key collate "C", unit, instance_id, task_id, assignee_id, version
          from unnest(${mirrors.map(({ tenant }) => tenant)}::text[], ${mirrors.map(({ platform }) => platform)}::text[],
            ${mirrors.map(({ key }) => key)}::text[], ${mirrors.map(({ ref }) => ref.unit)}::text[], ${mirrors.map(({ ref }) => ref.instanceId)}::text[],
            ${mirrors.map(({ ref }) => ref.taskId)}::text[], ${mirrors.map(({ ref }) => ref.assigneeId)}::text[], ${mirrors.map(({ version }) => version)}::bigint[])
            i(tenant, platform, key, unit, instance_id, task_id, assignee_id, version)
          order by 1, 2, 3, version desc
          on conflict (tenant, platform, key) do update set desired_version = greatest(excluded.desired_version, m.desired_version + 1)`)
        .map(() => undefined);
    },

    find(tenant, platform, keys) {
      if (keys.length === 0) return okAsync(new Map());
      return (
        session
          // Key by key: a planner that knows little of a table that has just grown would read all mirrors of the platform instead.
          .rows<MirrorRow>(sql`
          select m.* from (select distinct unnest(${keys}::text[]) collate "C" as key) k cross join lateral (
            select * from mirror where tenant = ${tenant} and platform = ${platform} and key = k.key limit 1) m`)
          .map((rows) => new Map(rows.map((row) => [row.key, fromMirrorRow(row)])))
      );
    },

    acknowledge(items) {
      if (items.length === 0) return okAsync(undefined);
      const acknowledged = items.map((item) => item.acknowledged);
      return session
        .rows(sql`
          with i as materialized (
            select i.*, m.ctid as row from unnest(${items.map(({ tenant }) => tenant)}::text[], ${items.map(({ platform }) => platform)}::text[],
              ${items.map(({ key }) => key)}::text[], ${items.map(({ corrects }) => corrects)}::bool[], ${acknowledged.map(({ version }) => version)}::bigint[],
              ${acknowledged.map(({ state }) => state)}::text[], ${acknowledged.map(({ fingerprint }) => fingerprint)}::text[],
              ${acknowledged.map(({ remoteId }) => remoteId)}::text[], ${acknowledged.map(({ people }) => (people === undefined ? null : storableJson(people)))}::jsonb[])
              i(tenant, platform, key, corrects, version, state, fingerprint, remote_id, people)
            join mirror m on m.tenant = i.tenant collate "C" and m.platform = i.platform collate "C" and m.key = i.key collate "C"
            order by m.tenant, m.platform, m.key for update of m)
          update mirror m set acknowledged_version = i.version, remote_state = i.state, fingerprint = i.fingerprint, remote_id = i.remote_id, people = i.people,
            acknowledged_at = portico_now()
          from i where m.tenant = i.tenant collate "C" and m.platform = i.platform collate "C" and m.key = i.key collate "C"
            and (i.version >= m.acknowledged_version or i.corrects)`)
        .map(() => undefined);
    },

    notePeople(tenant, platform, notes) {
      if (notes.length === 0) return okAsync(undefined);
      return session
        .rows(sql`
          with i as materialized (
            select i.people, m.key from unnest(${notes.map(({ key }) => key)}::text[], ${notes.map(({ people }) => storableJson(people))}::jsonb[]) i(key, people)
            join mirror m on m.tenant = ${tenant} and m.platform = ${platform} and m.key = i.key collate "C" order by m.key for update of m)
          update mirror m set people = i.people from i where m.tenant = ${tenant} and m.platform = ${platform} and m.key = i.key`)
        .map(() => undefined);
    },

    setOverride(tenant, platform, key, override) {
      return session
        .rows(
          sql`update mirror set override = ${override} where tenant = ${tenant} and platform = ${platform} and key = ${key}`,
        )
        .map(() => undefined);
    },

    unattended(tenant, platform, lane, afterKey, limit) {
      const beyond = afterKey === null ? sql`` : sql`and m.key > ${afterKey}`;
      return session
        .rows<MirrorRow>(sql`
          select m.* from mirror m where m.tenant = ${tenant} and m.platform = ${platform} and m.acknowledged_version <> m.desired_version
            and not exists (select from work w where w.lane = ${lane} and w.key = m.key) ${beyond}
          order by m.key limit ${limit}`)
        .map((rows) => rows.map(fromMirrorRow));
    },

    page(tenant, platform, changedSince, afterKey, limit) {
      const beyond = afterKey === null ? sql`` : sql`and key > ${afterKey}`;
      const changed = changedSince === null ? sql`` : sql`and desired_version >= ${changedSince}`;
      return session
        .rows<MirrorRow>(sql`
          select * from mirror where tenant = ${tenant} and platform = ${platform} ${changed} ${beyond} order by key limit ${limit}`)
        .map((rows) => rows.map(fromMirrorRow));
    },

    count(tenant) {
      return session.rows<MirrorCount>(sql`
        select platform, remote_state remote, acknowledged_version = desired_version as "upToDate", count(*) count
        from mirror where tenant = ${tenant} group by 1, 2, 3 order by 1, 2, 3`);
    },

    forget(tenant, platform, limit) {
      return session
        .rows(sql`
          delete from mirror where tenant = ${tenant} and platform = ${platform} and key in (
            select key from mirror where tenant = ${tenant} and platform = ${platform} order by key limit ${limit}) returning 1`)
        .map((rows) => rows.length);
    },
  };
}
