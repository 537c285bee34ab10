import { sql } from 'kysely';
import { okAsync } from 'neverthrow';
import type { Alert, AlertStore } from '@portico/core/alerts';
import type { Session } from '../database/session.ts';
import { storableJson } from '../database/storable-text.ts';
import { instantParameter } from '../database/values.ts';

type Part = Pick<AlertStore, 'saveAlerts' | 'findAlerts' | 'listAlerts' | 'prune'>;

/** What fired, in SQL. */
export function createSqlAlertHistory(session: Session): Part {
  return {
    saveAlerts(alerts) {
      if (alerts.length === 0) return okAsync(undefined);
      const resolved = alerts.map(({ resolvedAt }) => (resolvedAt === null ? null : instantParameter(resolvedAt)));
      return session
        .rows(sql`
          insert into alert (tenant, id, rule, subject, resolved_at, body)
          select tenant, id, rule, subject, resolved_at, body
          from unnest(${alerts.map(({ tenant }) => tenant)}::text[], ${alerts.map(({ id }) => id)}::text[], ${alerts.map(({ rule }) => rule)}::text[],
            ${alerts.map(({ subject }) => subject)}::text[], ${resolved}::timestamptz[], ${alerts.map((alert) => storableJson(alert))}::jsonb[])
            a(tenant, id, rule, subject, resolved_at, body)
          order by tenant collate "C", id collate "C"
          on conflict (tenant, id) do update set rule = excluded.rule, subject = excluded.subject, resolved_at = excluded.resolved_at, body = excluded.body`)
        .map(() => undefined);
    },

    findAlerts(tenant, ids) {
      if (ids.length === 0) return okAsync([]);
      return session
        .rows<{ body: Alert }>(
          sql`select body from alert where tenant = ${tenant} and id = any(${ids}::text[]) order by id`,
        )
        .map((rows) => rows.map(({ body }) => body));
    },

    listAlerts(tenant, { rule, subject, firing }, before, limit) {
      const ofRule = rule === null ? sql`` : sql`and rule = ${rule}`;
      const ofSubject = subject === null ? sql`` : sql`and subject = ${subject}`;
      const ofState =
        firing === null ? sql`` : firing ? sql`and resolved_at is null` : sql`and resolved_at is not null`;
      const from = before === null ? sql`` : sql`and id < ${before}`;
      return session
        .rows<{ body: Alert }>(sql`
          select body from alert where tenant = ${tenant} ${ofRule} ${ofSubject} ${ofState} ${from} order by id desc limit ${limit}`)
        .map((rows) => rows.map(({ body }) => body));
    },

    prune(before, limit) {
      const then = instantParameter(before);
      return session
        .rows<{ forgotten: number }>(sql`
          with old as (
            delete from alert a using (
              select tenant, id from alert where resolved_at < ${then}::timestamptz order by resolved_at limit ${limit}) o
            where a.tenant = o.tenant and a.id = o.id returning 1),
          ended as (
            delete from alert_silence s using (
              select tenant, id from alert_silence where until < ${then}::timestamptz order by until limit ${limit}) e
            where s.tenant = e.tenant and s.id = e.id returning 1)
          select (select count(*) from old) + (select count(*) from ended) as forgotten`)
        .map(([row]) => row?.forgotten ?? 0);
    },
  };
}
