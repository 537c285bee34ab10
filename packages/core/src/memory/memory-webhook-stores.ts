import type { WebhookStores } from '../webhooks/ports.ts';
import type { MemoryDatabase } from './memory-database.ts';
import { createMemoryWebhookEndpointStore } from './memory-webhook-endpoint-store.ts';
import { createMemoryWebhookMessageStore } from './memory-webhook-message-store.ts';

/** The webhooks' stores in memory. */
export const createMemoryWebhookStores = (database: MemoryDatabase): WebhookStores => ({
  webhookEndpoints: createMemoryWebhookEndpointStore(database),
  webhookMessages: createMemoryWebhookMessageStore(database),
});
