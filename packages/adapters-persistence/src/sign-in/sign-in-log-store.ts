import { sql } from 'kysely';
import type { SignInLogEntry, SignInLogStore } from '@portico/core/sign-in';
import type { Session } from '../database/session.ts';

const equals = (column: string, value: string | null) =>
  value === null ? sql`` : sql`and ${sql.ref(column)} = ${value}`;

/** The log of sign-ins in SQL. */
export function createSqlSignInLogStore(session: Session): SignInLogStore {
  return {
    append({ tenant, provider, outcome, personId, message }) {
      return session
        .rows(sql`
          insert into sign_in_log (tenant, at, provider, outcome, person_id, message)
          values (${tenant}, portico_now(), ${provider}, ${outcome}, ${personId}, ${message})`)
        .map(() => undefined);
    },

    list(tenant, { provider, personId, outcome }, beforeId, limit) {
      const before = beforeId === null ? sql`` : sql`and id < ${beforeId}`;
      return session.rows<SignInLogEntry & { readonly id: number }>(sql`
        select id, tenant, at, provider, outcome, person_id as "personId", message from sign_in_log
        where tenant = ${tenant} ${equals('provider', provider)} ${equals('person_id', personId)} ${equals('outcome', outcome)} ${before}
        order by id desc limit ${limit}`);
    },

    prune(olderThanMs, limit) {
      return session
        .rows(sql`
          delete from sign_in_log where id in (
            select id from sign_in_log where at < portico_now() - make_interval(secs => ${olderThanMs}::float8 / 1000)
            limit ${limit} for update skip locked) returning id`)
        .map((removed) => removed.length);
    },
  };
}
