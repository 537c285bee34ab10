import { sql } from 'kysely';
import type { AlertRule, AlertSilence, AlertStore } from '@portico/core/alerts';
import type { Session } from '../database/session.ts';
import { storableJson } from '../database/storable-text.ts';
import { instantParameter } from '../database/values.ts';

type Part = Pick<AlertStore, 'rules' | 'saveRule' | 'removeRule' | 'addSilence' | 'silences' | 'removeSilence'>;

const columns = sql`tenant, id, name, enabled, condition, hold_ms as "holdMs", clear_ms as "clearMs",
  remind_every_ms as "remindEveryMs", revision, created_at as "createdAt", updated_at as "updatedAt"`;

/** What people say about alerts, in SQL. */
export function createSqlAlertRules(session: Session): Part {
  return {
    rules(tenant) {
      return session.rows<AlertRule>(sql`select ${columns} from alert_rule where tenant = ${tenant} order by id`);
    },

    saveRule(rule) {
      const { tenant, id, name, enabled, condition, holdMs, clearMs, remindEveryMs, revision } = rule;
      const [createdAt, updatedAt] = [instantParameter(rule.createdAt), instantParameter(rule.updatedAt)];
      const saved =
        revision === 1
          ? session.rows(sql`
              insert into alert_rule (tenant, id, name, enabled, condition, hold_ms, clear_ms, remind_every_ms, revision, created_at, updated_at)
              values (${tenant}, ${id}, ${name}, ${enabled}, ${storableJson(condition)}::jsonb, ${holdMs}, ${clearMs}, ${remindEveryMs},
                ${revision}, ${createdAt}, ${updatedAt})
              on conflict (tenant, id) do nothing returning id`)
          : session.rows(sql`
              update alert_rule set name = ${name}, enabled = ${enabled}, condition = ${storableJson(condition)}::jsonb, hold_ms = ${holdMs},
                clear_ms = ${clearMs}, remind_every_ms = ${remindEveryMs}, revision = ${revision}, created_at = ${createdAt}, updated_at = ${updatedAt}
              where tenant = ${tenant} and id = ${id} and revision = ${revision - 1} returning id`);
      return saved.map((rows) => rows.length > 0);
    },

    removeRule(tenant, id) {
      return session
        .rows(sql`delete from alert_rule where tenant = ${tenant} and id = ${id} returning id`)
        .map((rows) => rows.length > 0);
    },

    addSilence(silence) {
      const { tenant, id, until } = silence;
      return session
        .rows(sql`
          insert into alert_silence (tenant, id, until, body)
          values (${tenant}, ${id}, ${instantParameter(until)}, ${storableJson(silence)}::jsonb)`)
        .map(() => undefined);
    },

    silences(tenant) {
      return session
        .rows<{ body: AlertSilence }>(
          sql`select body from alert_silence where tenant = ${tenant} and until > portico_now() order by until, id`,
        )
        .map((rows) => rows.map(({ body }) => body));
    },

    removeSilence(tenant, id) {
      return session
        .rows(sql`delete from alert_silence where tenant = ${tenant} and id = ${id} returning id`)
        .map((rows) => rows.length > 0);
    },
  };
}
