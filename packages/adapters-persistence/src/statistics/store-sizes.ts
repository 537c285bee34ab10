import { sql } from 'kysely';
import type { StoreSizes, TableSize } from '@portico/core/statistics';
import type { Session } from '../database/session.ts';
import { instantParameter } from '../database/values.ts';

/** How the tables grow, in SQL. The parts of a divided table count as one. */
export function createSqlStoreSizes(session: Session): StoreSizes {
  return {
    sample() {
      return session
        .rows(sql`
          insert into store_size (day, table_name, at, rows, bytes)
          select date_trunc('day', portico_now(), 'UTC'), r.relname, portico_now(), coalesce(sum(table_rows(c.oid::regclass)), 0), coalesce(sum(pg_total_relation_size(c.oid)), 0)
          from pg_class c left join pg_inherits p on p.inhrelid = c.oid
          join pg_class r on r.oid = coalesce(p.inhparent, c.oid)
          where c.relnamespace = quote_ident(current_schema)::regnamespace and c.relkind = 'r' and r.relname <> 'schema_migration'
          group by r.relname
          on conflict (day, table_name) do update set at = excluded.at, rows = excluded.rows, bytes = excluded.bytes`)
        .map(() => undefined);
    },

    list(since) {
      return session.rows<TableSize>(sql`
        select at, table_name "table", rows, bytes from store_size where at >= ${instantParameter(since)} order by at, table_name`);
    },

    prune(before) {
      return session.rows(sql`delete from store_size where at < ${instantParameter(before)}`).map(() => undefined);
    },
  };
}
