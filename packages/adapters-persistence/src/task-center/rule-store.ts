import { sql } from 'kysely';
import { okAsync } from 'neverthrow';
import type { RoutingRule, RuleStore } from '@portico/core/task-center';
import type { Session } from '../database/session.ts';
import { storableJson } from '../database/storable-text.ts';

/** Routing rules in SQL. */
export function createSqlRuleStore(session: Session): RuleStore {
  return {
    list(tenant) {
      return session
        .rows<{ body: RoutingRule }>(sql`select body from routing_rule where tenant = ${tenant} order by place`)
        .map((rows) => rows.map(({ body }) => body));
    },

    replace(tenant, rules) {
      return session
        .rows(sql`delete from routing_rule where tenant = ${tenant}`)
        .andThen(() =>
          rules.length === 0
            ? okAsync([])
            : session.rows(sql`
                insert into routing_rule (tenant, place, body)
                select ${tenant}, place, body from unnest(${rules.map(storableJson)}::jsonb[]) with ordinality r(body, place)`),
        )
        .map(() => undefined);
    },
  };
}
