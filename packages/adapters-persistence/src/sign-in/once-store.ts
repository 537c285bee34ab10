import { sql } from 'kysely';
import type { OnceStore } from '@portico/core/sign-in';
import type { Session } from '../database/session.ts';

/** What is taken once, in SQL: the key decides among all processes. */
export function createSqlOnceStore(session: Session): OnceStore {
  return {
    use(tenant, purpose, hash, rememberForMs) {
      return session
        .rows(sql`
          insert into once as o (tenant, purpose, hash, until)
          values (${tenant}, ${purpose}, ${hash}, portico_in(${rememberForMs}::float8))
          on conflict (tenant, purpose, hash) do update set until = excluded.until where o.until <= portico_now()
          returning hash`)
        .map((taken) => taken.length > 0);
    },

    prune(limit) {
      return session
        .rows(sql`
          delete from once where (tenant, purpose, hash) in (
            select tenant, purpose, hash from once where until <= portico_now() limit ${limit} for update skip locked) returning hash`)
        .map((removed) => removed.length);
    },
  };
}
