import type { WebhookMessage } from './webhook.ts';

/**
 * What is sent of a message, the same at every attempt: `type`, `timestamp` and `data` as Standard Webhooks has them, and the tenant
 * it is about. The id goes in the header `webhook-id`.
 */
export const messageBody = ({ type, occurredAt, tenant, data }: WebhookMessage): string =>
  JSON.stringify({ type, timestamp: new Date(occurredAt).toISOString(), tenant, data });
