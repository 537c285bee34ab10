import type { Instant } from '../ports/instant.ts';

/** Somebody who wants to be told, over HTTP, signed by Standard Webhooks. */
export interface WebhookEndpoint {
  readonly tenant: string;
  /** 1 to 63 characters of `[a-z0-9-]`, unique in the tenant; never changes. */
  readonly code: string;
  readonly name: string;
  readonly url: string;
  /** Sealed; in the clear `whsec_` and base64 of 24 to 64 bytes. The newest first; an older one signs too until `until`. */
  readonly secrets: readonly { readonly sealed: string; readonly until: Instant | null }[];
  /** Types of messages, or beginnings of types that end with `.*`; null: every type. */
  readonly types: readonly string[] | null;
  /** One that is not is told of nothing, and what waits for it goes on waiting. */
  readonly enabled: boolean;
  /** Who disabled it: a person, or the endpoint itself, by answering 410 Gone. Null while it is enabled. */
  readonly disabledBecause: 'hand' | 'gone' | null;
  /** Grows by one with each change. */
  readonly revision: number;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

/** One message to one endpoint. Its attempts, with what was sent and answered, are in the attempt log. */
export interface WebhookMessage {
  readonly tenant: string;
  readonly endpoint: string;
  /** The header `webhook-id` and the work key: the same at every attempt, and for every endpoint that is told of the same event. */
  readonly id: string;
  readonly type: string;
  /** When what it tells of happened. */
  readonly occurredAt: Instant;
  readonly data: Readonly<Record<string, unknown>>;
  /** When the endpoint first took it; null: not yet. */
  readonly deliveredAt: Instant | null;
  readonly createdAt: Instant;
}
