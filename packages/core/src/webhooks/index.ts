export { createWebhooks, type RunningWebhooks } from './create-webhooks.ts';
export type { WebhooksContext } from './context.ts';
export type { Delivery, DeliveryAck } from './deliver-handler.ts';
export { pingType, wantsType } from './message-type.ts';
export type {
  SendReport,
  SignedPost,
  WebhookEndpointStore,
  WebhookMessageCursor,
  WebhookMessageFilter,
  WebhookMessageStore,
  WebhookSender,
  WebhookStores,
} from './ports.ts';
export type { TellWebhooks } from './tell-webhooks.ts';
export type { WebhookEndpoint, WebhookMessage } from './webhook.ts';
export { endpointOfLane, webhookLaneConfig, webhookLaneName } from './webhook-lane.ts';
export type {
  InvalidWebhook,
  NewWebhookSecret,
  ShownWebhook,
  ShownWebhookMessage,
  UnknownWebhook,
  WebhookConflict,
  WebhookDraft,
  WebhookMessagePage,
  WebhookReplay,
  WebhookMessageState,
  Webhooks,
} from './webhooks.ts';
