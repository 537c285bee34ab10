import { sql } from 'kysely';
import type { Portal, PortalStore } from '@portico/core/task-center';
import type { Session } from '../database/session.ts';
import { storableJson } from '../database/storable-text.ts';

/** Portals in SQL. */
export function createSqlPortalStore(session: Session): PortalStore {
  return {
    save(portal) {
      const { tenant, code, revision } = portal;
      const body = storableJson(portal);
      return session
        .rows(
          revision === 1
            ? sql`insert into portal (tenant, code, revision, body) values (${tenant}, ${code}, 1, ${body}::jsonb)
                on conflict (tenant, code) do nothing returning code`
            : sql`update portal set revision = ${revision}, body = ${body}::jsonb
                where tenant = ${tenant} and code = ${code} and revision = ${revision - 1} returning code`,
        )
        .map((saved) => saved.length > 0);
    },

    find(tenant, code) {
      return session
        .rows<{ body: Portal }>(sql`select body from portal where tenant = ${tenant} and code = ${code}`)
        .map(([row]) => row?.body ?? null);
    },

    list(tenant) {
      return session
        .rows<{ body: Portal }>(sql`select body from portal where tenant = ${tenant} order by code`)
        .map((rows) => rows.map(({ body }) => body));
    },

    remove(tenant, code) {
      return session
        .rows(sql`delete from portal where tenant = ${tenant} and code = ${code} returning code`)
        .map((removed) => removed.length > 0);
    },
  };
}
