import { sql } from 'kysely';
import type { ReturnOrigin, ReturnOriginStore } from '@portico/core/sign-in';
import type { Session } from '../database/session.ts';
import { instantParameter } from '../database/values.ts';

const columns = sql`tenant, origin, name, hand_over as "handOver", secret, enabled, revision, created_at as "createdAt",
  updated_at as "updatedAt"`;

/** Return origins in SQL. */
export function createSqlReturnOriginStore(session: Session): ReturnOriginStore {
  const insert = (origin: ReturnOrigin) => sql`
    insert into return_origin (tenant, origin, name, hand_over, secret, enabled, revision, created_at, updated_at)
    values (${origin.tenant}, ${origin.origin}, ${origin.name}, ${origin.handOver}, ${origin.secret}, ${origin.enabled}, 1,
      ${instantParameter(origin.createdAt)}, ${instantParameter(origin.updatedAt)})
    on conflict (tenant, origin) do nothing returning origin`;
  const update = (origin: ReturnOrigin) => sql`
    update return_origin set name = ${origin.name}, hand_over = ${origin.handOver}, secret = ${origin.secret}, enabled = ${origin.enabled},
      revision = revision + 1, created_at = ${instantParameter(origin.createdAt)}, updated_at = ${instantParameter(origin.updatedAt)}
    where tenant = ${origin.tenant} and origin = ${origin.origin} and revision = ${origin.revision - 1} returning origin`;
  return {
    save(origin) {
      return session.rows(origin.revision === 1 ? insert(origin) : update(origin)).map((saved) => saved.length > 0);
    },

    find(tenant, origin) {
      return session
        .rows<ReturnOrigin>(sql`select ${columns} from return_origin where tenant = ${tenant} and origin = ${origin}`)
        .map(([row]) => row ?? null);
    },

    list(tenant) {
      return session.rows<ReturnOrigin>(
        sql`select ${columns} from return_origin where tenant = ${tenant} order by origin`,
      );
    },

    remove(tenant, origin) {
      return session
        .rows(sql`delete from return_origin where tenant = ${tenant} and origin = ${origin} returning origin`)
        .map((removed) => removed.length > 0);
    },
  };
}
