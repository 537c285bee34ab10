import { ok, okAsync, safeTry, type Result, type ResultAsync } from 'neverthrow';
import type { Clock } from '../ports/clock.ts';
import type { Millis } from '../ports/instant.ts';
import type { Secrets, UnsealFailure } from '../ports/secrets.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { AttemptContext, AttemptReport, Loaded, WorkHandler } from '../work/handler.ts';
import type { Lane } from '../work/lane.ts';
import type { Outcome } from '../work/outcome.ts';
import type { Stores } from './context.ts';
import { messageBody } from './message-body.ts';
import type { WebhookSender } from './ports.ts';
import type { WebhookEndpoint, WebhookMessage } from './webhook.ts';
import { endpointOfLane } from './webhook-lane.ts';

/** A message with the endpoint that it goes to. */
export interface Delivery {
  readonly endpoint: WebhookEndpoint;
  readonly message: WebhookMessage;
}

/** What is known after a delivery: the endpoint took it, or wants nothing any more. */
export type DeliveryAck =
  | { readonly kind: 'delivered'; readonly message: string }
  | { readonly kind: 'gone'; readonly url: string };

export interface DeliverDependencies {
  readonly sender: WebhookSender;
  readonly secrets: Secrets;
  readonly clock: Pick<Clock, 'now'>;
}

const disabledPauseMs: Millis = 60_000;

const unsent = (outcome: Outcome): AttemptReport<DeliveryAck> => ({
  outcome,
  operation: null,
  version: null,
  exchanges: [],
  ack: null,
});

/** The secrets that sign at present, in the clear. */
const openSecrets = (
  { secrets }: WebhookEndpoint,
  { secrets: seals, clock }: DeliverDependencies,
): Result<readonly string[], UnsealFailure> => {
  const now = clock.now();
  return secrets
    .filter(({ until }) => until === null || until > now)
    .reduce<Result<readonly string[], UnsealFailure>>(
      (all, { sealed }) => all.andThen((opened) => seals.open(sealed).map((secret) => [...opened, secret])),
      ok([]),
    );
};

const deliver = async (
  { claim, item: { endpoint, message } }: Loaded<Delivery>,
  context: AttemptContext,
  dependencies: DeliverDependencies,
): Promise<AttemptReport<DeliveryAck>> => {
  if (!endpoint.enabled)
    return unsent({ kind: 'deferred', scope: 'key', forMs: disabledPauseMs, reason: 'the webhook is disabled' });
  if (context.signal.aborted || context.remainingMs() <= 0)
    return unsent({ kind: 'deferred', scope: 'key', forMs: 0, reason: 'no time was left to send it' });
  const secrets = openSecrets(endpoint, dependencies);
  if (secrets.isErr()) return unsent({ kind: 'failed', reason: secrets.error.message, retryAfterMs: null });
  const { outcome, exchanges, gone, sent } = await dependencies.sender.send(
    {
      url: endpoint.url,
      id: message.id,
      body: messageBody(message),
      secrets: secrets.value,
      traceparent: claim.trace,
    },
    context,
  );
  const ack: DeliveryAck | null =
    outcome.kind === 'done'
      ? { kind: 'delivered', message: message.id }
      : gone
        ? { kind: 'gone', url: endpoint.url }
        : null;
  return { outcome, operation: sent ? 'deliver' : null, version: null, exchanges, ack };
};

/** An endpoint that says that it is gone gets nothing more, until a person enables it again. */
const disable = (
  stores: Stores,
  { clock }: DeliverDependencies,
  lane: Lane,
  code: string,
  urls: ReadonlySet<string>,
): ResultAsync<void, StoreFailure> =>
  safeTry(async function* () {
    const endpoint = yield* stores.webhookEndpoints.find(lane.tenant, code);
    // What an earlier address said does not count for this one.
    if (endpoint?.enabled !== true || !urls.has(endpoint.url)) return ok(undefined);
    const saved = yield* stores.webhookEndpoints.save({
      ...endpoint,
      enabled: false,
      disabledBecause: 'gone',
      revision: endpoint.revision + 1,
      updatedAt: Math.max(clock.now(), endpoint.updatedAt),
    });
    if (saved) yield* stores.lanes.setPaused(lane.id, true);
    return ok(undefined);
  });

/**
 * Sends messages: the handler of the lane family `webhook`. At least once, under the same id each time: after a lost answer a message is
 * simply sent again.
 */
export const createDeliverHandler = (
  dependencies: DeliverDependencies,
): WorkHandler<Stores, Delivery, DeliveryAck> => ({
  load: (stores, lane, claims) =>
    safeTry(async function* () {
      const code = endpointOfLane(lane.name) ?? '';
      const endpoint = yield* stores.webhookEndpoints.find(lane.tenant, code);
      if (endpoint === null) return ok(new Map());
      const keys = claims.map(({ key }) => key);
      const messages = yield* stores.webhookMessages.load(lane.tenant, code, keys);
      return ok(
        new Map(
          claims.flatMap(({ id, key }): readonly [number, Delivery][] => {
            const message = messages.get(key);
            return message === undefined ? [] : [[id, { endpoint, message }]];
          }),
        ),
      );
    }),
  attempt: (group, context) => Promise.all(group.map((loaded) => deliver(loaded, context, dependencies))),
  acknowledge: (stores, lane, acks) => {
    const code = endpointOfLane(lane.name) ?? '';
    const delivered = acks.flatMap(({ ack }) => (ack.kind === 'delivered' ? [ack.message] : []));
    const gone = new Set(acks.flatMap(({ ack }) => (ack.kind === 'gone' ? [ack.url] : [])));
    return safeTry(async function* () {
      if (delivered.length > 0) yield* stores.webhookMessages.markDelivered(lane.tenant, code, delivered);
      return gone.size > 0 ? disable(stores, dependencies, lane, code, gone) : okAsync(undefined);
    });
  },
});
