import type { ResultAsync } from 'neverthrow';
import type { Instant } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { AttemptContext } from '../work/handler.ts';
import type { Exchange } from '../work/attempt.ts';
import type { Outcome } from '../work/outcome.ts';
import type { WebhookEndpoint, WebhookMessage } from './webhook.ts';

export interface WebhookEndpointStore {
  /** Inserts (`revision` 1) or replaces (when the stored revision is one less); answers whether it did. */
  save(endpoint: WebhookEndpoint): ResultAsync<boolean, StoreFailure>;
  find(tenant: string, code: string): ResultAsync<WebhookEndpoint | null, StoreFailure>;
  /** By code. A null tenant: all. */
  list(tenant: string | null): ResultAsync<readonly WebhookEndpoint[], StoreFailure>;
  /** Removes it with its messages; answers whether it was there. */
  remove(tenant: string, code: string): ResultAsync<boolean, StoreFailure>;
}

export interface WebhookMessageStore {
  /** Keeps messages; one that is there already stays as it is. `createdAt` is the store's. */
  append(messages: readonly Omit<WebhookMessage, 'createdAt' | 'deliveredAt'>[]): ResultAsync<void, StoreFailure>;
  load(
    tenant: string,
    endpoint: string,
    ids: readonly string[],
  ): ResultAsync<ReadonlyMap<string, WebhookMessage>, StoreFailure>;
  markDelivered(tenant: string, endpoint: string, ids: readonly string[]): ResultAsync<void, StoreFailure>;
  /** Newest first, after `before` (a message's id). `limit` 1 to 200. */
  list(
    tenant: string,
    filter: { readonly endpoint: string | null; readonly type: string | null; readonly delivered: boolean | null },
    before: string | null,
    limit: number,
  ): ResultAsync<readonly WebhookMessage[], StoreFailure>;
  /** Forgets delivered messages from before that instant, at most `limit`; answers how many. */
  prune(before: Instant, limit: number): ResultAsync<number, StoreFailure>;
}

/** The webhooks in one transaction. */
export interface WebhookStores {
  readonly webhookEndpoints: WebhookEndpointStore;
  readonly webhookMessages: WebhookMessageStore;
}

/** One message as it goes over the wire. */
export interface SignedPost {
  readonly url: string;
  readonly id: string;
  /** The body, JSON. */
  readonly body: string;
  /** Secrets in the clear that sign, newest first. */
  readonly secrets: readonly string[];
  readonly traceparent: string | null;
}

/** Sends messages by Standard Webhooks: `webhook-id`, `webhook-timestamp` (now, in seconds) and `webhook-signature`. */
export interface WebhookSender {
  /** Never rejects. Any 2xx is `done`; 410 is `refused`; what the specification says of the others holds. */
  send(
    post: SignedPost,
    context: AttemptContext,
  ): Promise<{ readonly outcome: Outcome; readonly exchanges: readonly Exchange[] }>;
}
