import type { WebhookStores } from '@portico/core/webhooks';
import type { Session } from '../database/session.ts';
import { createSqlWebhookEndpointStore } from './webhook-endpoint-store.ts';
import { createSqlWebhookMessageStore } from './webhook-message-store.ts';

/** The webhooks' stores. */
export function createSqlWebhookStores(session: Session): WebhookStores {
  return {
    webhookEndpoints: createSqlWebhookEndpointStore(session),
    webhookMessages: createSqlWebhookMessageStore(session),
  };
}
