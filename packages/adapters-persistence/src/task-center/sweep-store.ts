import { sql } from 'kysely';
import type { Sweep, SweepStore } from '@portico/core/task-center';
import type { Session } from '../database/session.ts';
import { storableJson } from '../database/storable-text.ts';
import { instantParameter } from '../database/values.ts';

/** Sweeps in SQL. */
export function createSqlSweepStore(session: Session): SweepStore {
  return {
    insert(sweep) {
      return session
        .rows(sql`
          insert into sweep (tenant, id, platform, started_at, body)
          values (${sweep.tenant}, ${sweep.id}, ${sweep.platform}, ${instantParameter(sweep.startedAt)}, ${storableJson(sweep)}::jsonb)`)
        .map(() => undefined);
    },

    update(sweep) {
      return session
        .rows(
          sql`update sweep set body = ${storableJson(sweep)}::jsonb where tenant = ${sweep.tenant} and id = ${sweep.id}`,
        )
        .map(() => undefined);
    },

    find(tenant, id) {
      return session
        .rows<{ body: Sweep }>(sql`select body from sweep where tenant = ${tenant} and id = ${id}`)
        .map(([row]) => row?.body ?? null);
    },

    list(tenant, platform, limit) {
      const of = platform === null ? sql`` : sql`and platform = ${platform}`;
      return session
        .rows<{ body: Sweep }>(
          sql`select body from sweep where tenant = ${tenant} ${of} order by started_at desc, id desc limit ${limit}`,
        )
        .map((rows) => rows.map(({ body }) => body));
    },
  };
}
