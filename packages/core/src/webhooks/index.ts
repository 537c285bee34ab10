export type { SignedPost, WebhookEndpointStore, WebhookMessageStore, WebhookSender, WebhookStores } from './ports.ts';
export type { WebhookEndpoint, WebhookMessage } from './webhook.ts';
