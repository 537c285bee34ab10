import { sql } from 'kysely';
import { okAsync } from 'neverthrow';
import type { PersonMapping, PersonMappingStore } from '@portico/core/task-center';
import type { Session } from '../database/session.ts';

interface FoundRow {
  readonly person_id: string;
  readonly remote_id: string;
}

/** Person mappings in SQL. */
export function createSqlPersonMappingStore(session: Session): PersonMappingStore {
  return {
    put(tenant, space, entries) {
      if (entries.length === 0) return okAsync([]);
      return session
        .rows<{ person_id: string }>(sql`
          insert into person_mapping as m (tenant, space, person_id, remote_id, source, updated_at)
          select distinct on (person_id) ${tenant}, ${space}, person_id, remote_id, source, portico_now()
          from unnest(${entries.map(({ personId }) => personId)}::text[], ${entries.map(({ remoteId }) => remoteId)}::text[],
            ${entries.map(({ source }) => source)}::text[]) with ordinality i(person, remote_id, source, place)
            cross join lateral (select i.person collate "C" as person_id) p
          order by person_id, place desc
          on conflict (tenant, space, person_id) do update
            set remote_id = excluded.remote_id, source = excluded.source, updated_at = excluded.updated_at
            where m.remote_id <> excluded.remote_id
          returning person_id`)
        .map((rows) => rows.map((row) => row.person_id));
    },

    remove(tenant, space, personIds) {
      if (personIds.length === 0) return okAsync([]);
      return session
        .rows<{ person_id: string }>(sql`
          delete from person_mapping where tenant = ${tenant} and space = ${space}
            and person_id in (
              select person_id from person_mapping where tenant = ${tenant} and space = ${space}
                and person_id = any (${[...personIds]}::text[] collate "C") order by person_id for update)
          returning person_id`)
        .map((rows) => rows.map((row) => row.person_id));
    },

    find(tenant, space, personIds) {
      if (personIds.length === 0) return okAsync(new Map());
      return (
        session
          // Person by person, as mirrors are found, whatever the planner knows of the table.
          .rows<FoundRow>(sql`
            select m.* from (select distinct unnest(${[...personIds]}::text[]) collate "C" as person_id) k cross join lateral (
              select person_id, remote_id from person_mapping
              where tenant = ${tenant} and space = ${space} and person_id = k.person_id limit 1) m`)
          .map((rows) => new Map(rows.map((row) => [row.person_id, row.remote_id])))
      );
    },

    whoIs(tenant, space, remoteId) {
      return session
        .rows<Pick<FoundRow, 'person_id'>>(sql`
          select person_id from person_mapping where tenant = ${tenant} and space = ${space} and remote_id = ${remoteId} order by person_id limit 10`)
        .map((rows) => rows.map((row) => row.person_id));
    },

    list(tenant, space, text, after, limit) {
      const beyond = after === null ? sql`` : sql`and person_id > ${after}`;
      const matching =
        text === null
          ? sql``
          : sql`and (position(lower(${text}) in lower(person_id)) > 0 or position(lower(${text}) in lower(remote_id)) > 0)`;
      return session.rows<PersonMapping>(sql`
        select tenant, space, person_id as "personId", remote_id as "remoteId", source, updated_at as "updatedAt"
        from person_mapping where tenant = ${tenant} and space = ${space} ${matching} ${beyond} order by person_id limit ${limit}`);
    },

    count(tenant) {
      return session.rows<{ space: string; count: number }>(
        sql`select space, count(*) count from person_mapping where tenant = ${tenant} group by space order by space`,
      );
    },
  };
}
