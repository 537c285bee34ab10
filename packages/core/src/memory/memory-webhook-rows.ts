import type { WebhookEndpoint, WebhookMessage } from '../webhooks/webhook.ts';
import type { MemoryDatabase } from './memory-database.ts';
import type { MemoryTable } from './memory-table.ts';

export const endpointTable = (database: MemoryDatabase): MemoryTable<WebhookEndpoint> =>
  database.table('webhook-endpoint');
export const messageTable = (database: MemoryDatabase): MemoryTable<WebhookMessage> =>
  database.table('webhook-message');
