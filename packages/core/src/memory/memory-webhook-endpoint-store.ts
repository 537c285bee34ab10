import { okAsync } from 'neverthrow';
import type { WebhookEndpointStore } from '../webhooks/ports.ts';
import { compareCodePoints } from '../work/code-point-order.ts';
import type { MemoryDatabase } from './memory-database.ts';
import { rowKey } from './memory-task-center-rows.ts';
import { endpointTable, messageTable } from './memory-webhook-rows.ts';

/** Webhook endpoints in memory. */
export const createMemoryWebhookEndpointStore = (database: MemoryDatabase): WebhookEndpointStore => {
  const endpoints = endpointTable(database);
  const messages = messageTable(database);
  return {
    save: (endpoint) => {
      const key = rowKey(endpoint.tenant, endpoint.code);
      if ((endpoints.get(key)?.revision ?? 0) !== endpoint.revision - 1) return okAsync(false);
      endpoints.set(key, endpoint);
      return okAsync(true);
    },
    find: (tenant, code) => okAsync(endpoints.get(rowKey(tenant, code)) ?? null),
    list: (tenant) =>
      okAsync(
        endpoints
          .all()
          .filter((endpoint) => tenant === null || endpoint.tenant === tenant)
          .sort((a, b) => compareCodePoints(a.tenant, b.tenant) || compareCodePoints(a.code, b.code)),
      ),
    remove: (tenant, code) => {
      for (const message of messages.all())
        if (message.tenant === tenant && message.endpoint === code) messages.delete(rowKey(tenant, code, message.id));
      return okAsync(endpoints.delete(rowKey(tenant, code)));
    },
  };
};
