import { sql, type RawBuilder } from 'kysely';
import type { PersonSession, PersonSessionStore } from '@portico/core/sign-in';
import type { Session } from '../database/session.ts';
import { storableJson } from '../database/storable-text.ts';
import { instantParameter } from '../database/values.ts';

const columns = sql`id, tenant, provider, person_id as "personId", name, attributes, proof, created_at as "createdAt",
  expires_at as "expiresAt"`;

/** Sessions of people in SQL. */
export function createSqlPersonSessionStore(session: Session): PersonSessionStore {
  const endWhere = (condition: RawBuilder<unknown>) =>
    session
      .rows(sql`delete from person_session where expires_at > portico_now() and ${condition} returning id`)
      .map((ended) => ended.length);
  return {
    open(opened, validForMs) {
      return session
        .rows<PersonSession>(sql`
          insert into person_session (id, tenant, provider, person_id, name, attributes, proof, created_at, expires_at)
          values (${opened.id}, ${opened.tenant}, ${opened.provider}, ${opened.personId}, ${opened.name},
            ${storableJson(opened.attributes)}::jsonb, ${opened.proof}, portico_now(), portico_in(${validForMs}::float8))
          returning ${columns}`)
        .map(([row]) => {
          if (row === undefined) throw new Error('an inserted session was not answered');
          return row;
        });
    },

    find(id) {
      return session
        .rows<PersonSession>(sql`select ${columns} from person_session where id = ${id} and expires_at > portico_now()`)
        .map(([row]) => row ?? null);
    },

    end(id, tenant) {
      return endWhere(sql`id = ${id} and (${tenant}::text is null or tenant = ${tenant})`).map((ended) => ended > 0);
    },

    endByProof(tenant, provider, proof) {
      return endWhere(sql`tenant = ${tenant} and provider = ${provider} and proof = ${proof}`);
    },

    endByPerson(tenant, personId) {
      return endWhere(sql`tenant = ${tenant} and person_id = ${personId}`);
    },

    endByProvider(tenant, provider) {
      return endWhere(sql`tenant = ${tenant} and provider = ${provider}`);
    },

    list(tenant, personId, after, limit) {
      const person = personId === null ? sql`` : sql`and person_id = ${personId}`;
      const beyond =
        after === null
          ? sql``
          : sql`and created_at <= ${instantParameter(after.createdAt)}
              and (created_at < ${instantParameter(after.createdAt)} or id > ${after.id}::text collate "C")`;
      return session.rows<PersonSession>(sql`
        select ${columns} from person_session where tenant = ${tenant} and expires_at > portico_now() ${person} ${beyond}
        order by created_at desc, id limit ${limit}`);
    },

    prune(limit) {
      return session
        .rows(sql`
          delete from person_session where id in (
            select id from person_session where expires_at <= portico_now() limit ${limit} for update skip locked) returning id`)
        .map((removed) => removed.length);
    },
  };
}
