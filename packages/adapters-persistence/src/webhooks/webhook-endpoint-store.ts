import { sql } from 'kysely';
import type { WebhookEndpoint, WebhookEndpointStore } from '@portico/core/webhooks';
import type { Session } from '../database/session.ts';
import { storableJson } from '../database/storable-text.ts';
import { instantParameter } from '../database/values.ts';

const columns = sql`tenant, code, name, url, secrets, types, enabled, disabled_because as "disabledBecause", revision,
  created_at as "createdAt", updated_at as "updatedAt"`;

/** Webhook endpoints in SQL. They are read for every batch of events, hence without a unit of work. */
export function createSqlWebhookEndpointStore(session: Session): WebhookEndpointStore {
  return {
    save(endpoint) {
      const { tenant, code, name, url, secrets, types, enabled, disabledBecause, revision } = endpoint;
      const [createdAt, updatedAt] = [instantParameter(endpoint.createdAt), instantParameter(endpoint.updatedAt)];
      const saved =
        revision === 1
          ? session.rows(sql`
              insert into webhook_endpoint (tenant, code, name, url, secrets, types, enabled, disabled_because, revision, created_at, updated_at)
              values (${tenant}, ${code}, ${name}, ${url}, ${storableJson(secrets)}::jsonb, ${types}::text[], ${enabled}, ${disabledBecause},
                ${revision}, ${createdAt}, ${updatedAt})
              on conflict (tenant, code) do nothing returning code`)
          : session.rows(sql`
              update webhook_endpoint set name = ${name}, url = ${url}, secrets = ${storableJson(secrets)}::jsonb, types = ${types}::text[],
                enabled = ${enabled}, disabled_because = ${disabledBecause}, revision = ${revision}, created_at = ${createdAt},
                updated_at = ${updatedAt}
              where tenant = ${tenant} and code = ${code} and revision = ${revision - 1} returning code`);
      return saved.map((rows) => rows.length > 0);
    },

    find(tenant, code) {
      return session
        .rows<WebhookEndpoint>(sql`select ${columns} from webhook_endpoint where tenant = ${tenant} and code = ${code}`)
        .map(([row]) => row ?? null);
    },

    list(tenant) {
      return session.rows<WebhookEndpoint>(
        sql`select ${columns} from webhook_endpoint where ${tenant}::text is null or tenant = ${tenant} order by tenant, code`,
      );
    },

    remove(tenant, code) {
      // The second statement also sees the messages of those whom the first has waited for.
      return session
        .rows(sql`delete from webhook_endpoint where tenant = ${tenant} and code = ${code} returning code`)
        .andThen((removed) =>
          session
            .rows(sql`delete from webhook_message where tenant = ${tenant} and endpoint = ${code}`)
            .map(() => removed.length > 0),
        );
    },
  };
}
