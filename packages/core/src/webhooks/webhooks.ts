import type { ResultAsync } from 'neverthrow';
import type { Instant } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Attempt } from '../work/attempt.ts';
import type { Lane, LaneDepth } from '../work/lane.ts';
import type { ParkReason } from '../work/outcome.ts';
import type { WebhookMessageFilter } from './ports.ts';
import type { WebhookEndpoint, WebhookMessage } from './webhook.ts';

export interface InvalidWebhook {
  readonly code: 'INVALID';
  /** JSON pointer to the field. */
  readonly pointer: string;
  readonly message: string;
}

export interface UnknownWebhook {
  readonly code: 'NOT_FOUND';
  readonly message: string;
}

/** It exists already, somebody else changed it meanwhile, or its state does not allow this. */
export interface WebhookConflict {
  readonly code: 'CONFLICT';
  readonly message: string;
}

/** What may be said of an endpoint. For a new one `code` and `url` are needed; in a change what is absent stays. */
export interface WebhookDraft {
  readonly code?: string;
  readonly name?: string;
  /** http or https, at most 2,048 characters, without user name, password and fragment. */
  readonly url?: string;
  /** At most 50; null: every type. */
  readonly types?: readonly string[] | null;
  readonly enabled?: boolean;
}

/** An endpoint as callers may see it. */
export interface ShownWebhook extends Omit<WebhookEndpoint, 'secrets'> {
  /** How long each secret signs, the newest first; null: until it is replaced. */
  readonly signsUntil: readonly (Instant | null)[];
  /** Null where the lane is not there yet. */
  readonly lane: Lane | null;
  readonly depth: LaneDepth | null;
}

/** An endpoint with a secret of it, which is shown this once. */
export interface NewWebhookSecret {
  readonly endpoint: ShownWebhook;
  /** In the clear: `whsec_` and base64. */
  readonly secret: string;
}

/** `failing`: tried, to be tried again. Park reasons speak for themselves. */
export type WebhookMessageState = 'delivered' | 'pending' | 'failing' | ParkReason;

/** A message with how its delivery stands. */
export interface ShownWebhookMessage {
  readonly message: WebhookMessage;
  readonly state: WebhookMessageState;
  /** Counted failures so far. */
  readonly attempts: number;
  /** When it is tried next; null when nothing is due or it is parked. */
  readonly dueAt: Instant | null;
}

export interface WebhookMessagePage {
  readonly items: readonly ShownWebhookMessage[];
  readonly nextCursor: string | null;
}

/** What one call of a replay came to. */
export interface WebhookReplay {
  /** How many are sent again. */
  readonly messages: number;
  /** Whether there are others: call again with the cursor. */
  readonly more: boolean;
  readonly nextCursor: string | null;
}

/** Signed messages over HTTP to whoever wants to know what happens here. */
export interface Webhooks {
  /** By code. */
  listEndpoints(tenant: string): ResultAsync<readonly ShownWebhook[], StoreFailure>;
  showEndpoint(tenant: string, code: string): ResultAsync<ShownWebhook, StoreFailure | UnknownWebhook>;
  /** `secret`: one of the caller's own (`whsec_` and base64 of 24 to 64 bytes); null makes one. */
  createEndpoint(
    tenant: string,
    draft: WebhookDraft,
    secret: string | null,
  ): ResultAsync<NewWebhookSecret, StoreFailure | InvalidWebhook | WebhookConflict>;
  /**
   * Changes what the draft names. Another address, and being enabled again, give what was refused or exhausted another try. `revision`:
   * the one that the change was made to; null: whatever is stored.
   */
  changeEndpoint(
    tenant: string,
    code: string,
    draft: WebhookDraft,
    revision: number | null,
  ): ResultAsync<ShownWebhook, StoreFailure | UnknownWebhook | InvalidWebhook | WebhookConflict>;
  /** Removes an endpoint with its messages. */
  removeEndpoint(tenant: string, code: string): ResultAsync<void, StoreFailure | UnknownWebhook>;
  /** Puts a new secret first; those before it sign along for 24 hours. */
  rotateSecret(
    tenant: string,
    code: string,
    secret: string | null,
  ): ResultAsync<NewWebhookSecret, StoreFailure | UnknownWebhook | InvalidWebhook | WebhookConflict>;
  /** Sends a message of type `portico.ping` to an enabled endpoint, whatever types it asks for. */
  pingEndpoint(
    tenant: string,
    code: string,
  ): ResultAsync<ShownWebhookMessage, StoreFailure | UnknownWebhook | WebhookConflict>;
  /** Newest first. `limit` 1 to 200. */
  listMessages(
    tenant: string,
    filter: WebhookMessageFilter,
    cursor: string | null,
    limit: number,
  ): ResultAsync<WebhookMessagePage, StoreFailure | InvalidWebhook>;
  /** A message with its attempts, newest first, at most 200. */
  showMessage(
    tenant: string,
    endpoint: string,
    id: string,
  ): ResultAsync<
    { readonly message: ShownWebhookMessage; readonly attempts: readonly Attempt[] },
    StoreFailure | UnknownWebhook
  >;
  /** Sends a message again at once, under the same id, also one that was delivered. */
  replayMessage(
    tenant: string,
    endpoint: string,
    id: string,
  ): ResultAsync<ShownWebhookMessage, StoreFailure | UnknownWebhook | WebhookConflict>;
  /** Sends what was not delivered since then again, oldest first, at most 10,000 messages a call, from the cursor on. */
  replayUndelivered(
    tenant: string,
    endpoint: string,
    since: Instant,
    cursor: string | null,
  ): ResultAsync<WebhookReplay, StoreFailure | UnknownWebhook>;
}
