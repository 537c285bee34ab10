import { sql } from 'kysely';
import { okAsync } from 'neverthrow';
import type { WebhookMessage, WebhookMessageStore } from '@portico/core/webhooks';
import type { Session } from '../database/session.ts';
import { storableJson } from '../database/storable-text.ts';
import { instantParameter } from '../database/values.ts';

const columns = sql`tenant, endpoint, id, type, occurred_at as "occurredAt", data, delivered_at as "deliveredAt", created_at as "createdAt"`;

/** Webhook messages in SQL. */
export function createSqlWebhookMessageStore(session: Session): WebhookMessageStore {
  return {
    append(messages) {
      if (messages.length === 0) return okAsync(undefined);
      // The lock keeps an endpoint from being removed before its messages are there to be removed with it.
      return session
        .rows(sql`
          with wanted as (
            select * from unnest(${messages.map(({ tenant }) => tenant)}::text[], ${messages.map(({ endpoint }) => endpoint)}::text[],
              ${messages.map(({ id }) => id)}::text[], ${messages.map(({ type }) => type)}::text[],
              ${messages.map(({ occurredAt }) => instantParameter(occurredAt))}::timestamptz[],
              ${messages.map(({ data }) => storableJson(data))}::jsonb[]) w(tenant, endpoint, id, type, occurred_at, data)),
          there as (
            select e.tenant, e.code from webhook_endpoint e
            where (e.tenant, e.code) in (select w.tenant collate "C", w.endpoint collate "C" from wanted w)
            order by e.tenant, e.code for key share)
          insert into webhook_message (tenant, endpoint, id, type, occurred_at, data, created_at)
          select w.tenant, w.endpoint, w.id, w.type, w.occurred_at, w.data, portico_now()
          from wanted w join there on there.tenant = w.tenant collate "C" and there.code = w.endpoint collate "C"
          order by w.tenant collate "C", w.endpoint collate "C", w.id collate "C"
          on conflict (tenant, endpoint, id) do nothing`)
        .map(() => undefined);
    },

    load(tenant, endpoint, ids) {
      if (ids.length === 0) return okAsync(new Map());
      return session
        .rows<WebhookMessage>(
          sql`select ${columns} from webhook_message where tenant = ${tenant} and endpoint = ${endpoint} and id = any(${ids}::text[])`,
        )
        .map((rows) => new Map(rows.map((row) => [row.id, row])));
    },

    markDelivered(tenant, endpoint, ids) {
      if (ids.length === 0) return okAsync(undefined);
      return session
        .rows(sql`
          update webhook_message set delivered_at = portico_now()
          where tenant = ${tenant} and endpoint = ${endpoint} and id = any(${ids}::text[]) and delivered_at is null`)
        .map(() => undefined);
    },

    list(tenant, { endpoint, type, delivered }, after, limit) {
      const ofEndpoint = endpoint === null ? sql`` : sql`and endpoint = ${endpoint}`;
      const ofType = type === null ? sql`` : sql`and type = ${type}`;
      const ofState =
        delivered === null ? sql`` : delivered ? sql`and delivered_at is not null` : sql`and delivered_at is null`;
      const from =
        after === null ? sql`` : sql`and (id < ${after.id} or id = ${after.id} and endpoint > ${after.endpoint})`;
      return session.rows<WebhookMessage>(sql`
        select ${columns} from webhook_message where tenant = ${tenant} ${ofEndpoint} ${ofType} ${ofState} ${from}
        order by id desc, endpoint limit ${limit}`);
    },

    undelivered(tenant, endpoint, since, after, limit) {
      return session
        .rows<{ id: string }>(sql`
          select id from webhook_message where tenant = ${tenant} and endpoint = ${endpoint} and delivered_at is null
            and created_at >= ${instantParameter(since)}::timestamptz and (${after}::text is null or id > ${after})
          order by id limit ${limit}`)
        .map((rows) => rows.map(({ id }) => id));
    },

    prune(before, limit) {
      return session
        .rows(sql`
          delete from webhook_message m using (
            select tenant, endpoint, id from webhook_message where delivered_at < ${instantParameter(before)}::timestamptz
            order by delivered_at limit ${limit} for update skip locked) old
          where m.tenant = old.tenant and m.endpoint = old.endpoint and m.id = old.id returning m.id`)
        .map((rows) => rows.length);
    },
  };
}
