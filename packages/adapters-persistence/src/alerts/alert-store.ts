import { sql } from 'kysely';
import { okAsync } from 'neverthrow';
import type { AlertState, AlertStore } from '@portico/core/alerts';
import type { Session } from '../database/session.ts';
import { storableJson } from '../database/storable-text.ts';
import { createSqlAlertHistory } from './alert-history.ts';
import { createSqlAlertRules } from './alert-rules.ts';

/** Alerts in SQL. */
export function createSqlAlertStore(session: Session): AlertStore {
  return {
    ...createSqlAlertRules(session),
    ...createSqlAlertHistory(session),

    takeTurn(everyMs) {
      // Whoever waited for the row finds it taken, a little later than its own time: the condition is looked at again then.
      // A time further ahead was written before the clock stepped back, and keeps nobody out.
      return session
        .rows<{ now: number; lastAt: number | null }>(sql`
          with before as (select taken_at from alert_turn where id = 1)
          insert into alert_turn as t (id, taken_at) values (1, portico_now())
          on conflict (id) do update set taken_at = excluded.taken_at
          where t.taken_at <= portico_now() - make_interval(secs => ${everyMs}::float8 / 1000)
            or t.taken_at >= portico_now() + make_interval(secs => ${everyMs}::float8 / 1000)
          returning taken_at as now, (select taken_at from before) as "lastAt"`)
        .map(([turn]) => turn ?? null);
    },

    enter(tenant) {
      return session
        .rows(sql`
          insert into alert_watch (tenant, began_at) values (${tenant}, portico_now()) on conflict (tenant) do nothing returning tenant`)
        .andThen((inserted) =>
          session
            .rows<{ now: number }>(
              sql`select portico_now() as now from alert_watch where tenant = ${tenant} for update`,
            )
            .map(([row]) => {
              if (row === undefined) throw new Error('a tenant that was entered is not there');
              return { now: row.now, fresh: inserted.length > 0 };
            }),
        );
    },

    states(tenant) {
      return session
        .rows<{ body: AlertState }>(sql`select body from alert_state where tenant = ${tenant} order by rule, subject`)
        .map((rows) => rows.map(({ body }) => body));
    },

    saveStates(states) {
      if (states.length === 0) return okAsync(undefined);
      return session
        .rows(sql`
          insert into alert_state (tenant, rule, subject, body)
          select tenant, rule, subject, body
          from unnest(${states.map(({ tenant }) => tenant)}::text[], ${states.map(({ rule }) => rule)}::text[],
            ${states.map(({ subject }) => subject)}::text[], ${states.map((state) => storableJson(state))}::jsonb[]) s(tenant, rule, subject, body)
          order by tenant collate "C", rule collate "C", subject collate "C"
          on conflict (tenant, rule, subject) do update set body = excluded.body`)
        .map(() => undefined);
    },

    dropStates(tenant, places) {
      if (places.length === 0) return okAsync(undefined);
      return session
        .rows(sql`
          delete from alert_state s using unnest(${places.map(({ rule }) => rule)}::text[], ${places.map(({ subject }) => subject)}::text[]) d(rule, subject)
          where s.tenant = ${tenant} and s.rule = d.rule collate "C" and s.subject = d.subject collate "C"`)
        .map(() => undefined);
    },
  };
}
