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
  /** By tenant, then by code. A null tenant: all. */
  list(tenant: string | null): ResultAsync<readonly WebhookEndpoint[], StoreFailure>;
  /** Removes it with its messages; answers whether it was there. */
  remove(tenant: string, code: string): ResultAsync<boolean, StoreFailure>;
}

/** A place in a list of messages, which runs from the newest id to the oldest, and by endpoint within one id. */
export interface WebhookMessageCursor {
  readonly id: string;
  readonly endpoint: string;
}

export interface WebhookMessageFilter {
  readonly endpoint: string | null;
  readonly type: string | null;
  readonly delivered: boolean | null;
}

export interface WebhookMessageStore {
  /** Keeps messages of endpoints that are there; one that is there already stays as it is. `createdAt` is the store's. */
  append(messages: readonly Omit<WebhookMessage, 'createdAt' | 'deliveredAt'>[]): ResultAsync<void, StoreFailure>;
  load(
    tenant: string,
    endpoint: string,
    ids: readonly string[],
  ): ResultAsync<ReadonlyMap<string, WebhookMessage>, StoreFailure>;
  /** Stamps them with the store's time; the first stamp stays. */
  markDelivered(tenant: string, endpoint: string, ids: readonly string[]): ResultAsync<void, StoreFailure>;
  /** Newest first. `limit` 1 to 200. */
  list(
    tenant: string,
    filter: WebhookMessageFilter,
    after: WebhookMessageCursor | null,
    limit: number,
  ): ResultAsync<readonly WebhookMessage[], StoreFailure>;
  /** Ids of messages from `since` on that were not delivered, ascending, above `after`. `limit` 1 to 1,000. */
  undelivered(
    tenant: string,
    endpoint: string,
    since: Instant,
    after: string | null,
    limit: number,
  ): ResultAsync<readonly string[], StoreFailure>;
  /** Forgets messages that were delivered before that instant, at most `limit`; answers how many. */
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

/** What a message came to. */
export interface SendReport {
  readonly outcome: Outcome;
  readonly exchanges: readonly Exchange[];
  /** The endpoint answered 410: it wants no more messages. */
  readonly gone: boolean;
  /** Bytes may have left. */
  readonly sent: boolean;
}

/** Sends messages by Standard Webhooks: `webhook-id`, `webhook-timestamp` (now, in seconds) and `webhook-signature`. */
export interface WebhookSender {
  /** A new secret in the clear: `whsec_` and base64 of 32 bytes of strong randomness. */
  generateSecret(): string;
  /**
   * Never rejects. Any 2xx is `done`; 410 is `refused` and `gone`; 429 defers the lane; everything else is tried again. No redirect
   * is followed, and addresses that the operator does not allow are refused.
   */
  send(post: SignedPost, context: AttemptContext): Promise<SendReport>;
}
