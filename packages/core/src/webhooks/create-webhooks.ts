import type { WorkHandler } from '../work/handler.ts';
import { createChangeEndpoint } from './change-endpoint.ts';
import type { Stores, WebhooksContext } from './context.ts';
import { createCreateEndpoint } from './create-endpoint.ts';
import { createDeliverHandler, type Delivery, type DeliveryAck } from './deliver-handler.ts';
import { createListMessages } from './list-messages.ts';
import type { ResultAsync } from 'neverthrow';
import type { Millis } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import { createPingEndpoint } from './ping-endpoint.ts';
import { createPruneMessages } from './prune-messages.ts';
import { createRemoveEndpoint } from './remove-endpoint.ts';
import { createReplayMessage, createReplayUndelivered } from './replay-messages.ts';
import { createRotateSecret } from './rotate-secret.ts';
import { createListEndpoints, createShowEndpoint } from './show-endpoint.ts';
import { createShowMessage } from './show-message.ts';
import { createTellWebhooks, type TellWebhooks } from './tell-webhooks.ts';
import type { Webhooks } from './webhooks.ts';

/** The webhooks with what keeps them going. */
export interface RunningWebhooks extends Webhooks {
  readonly tell: TellWebhooks;
  /** Forgets messages that were delivered so long ago; answers how many. */
  maintain(keepMs: Millis): ResultAsync<number, StoreFailure>;
  /** One for each lane family, for the worker. */
  readonly handlers: { readonly webhook: WorkHandler<Stores, Delivery, DeliveryAck> };
}

/** Webhooks over their stores, which share a transaction with the kernel's. */
export const createWebhooks = (context: WebhooksContext): RunningWebhooks => {
  const { tell, made } = createTellWebhooks(context);
  const createEndpoint = createCreateEndpoint(context);
  return {
    listEndpoints: createListEndpoints(context),
    showEndpoint: createShowEndpoint(context),
    createEndpoint: (tenant, draft, secret) =>
      createEndpoint(tenant, draft, secret).map((created) => {
        made(tenant);
        return created;
      }),
    changeEndpoint: createChangeEndpoint(context),
    removeEndpoint: createRemoveEndpoint(context),
    rotateSecret: createRotateSecret(context),
    pingEndpoint: createPingEndpoint(context),
    listMessages: createListMessages(context),
    showMessage: createShowMessage(context),
    replayMessage: createReplayMessage(context),
    replayUndelivered: createReplayUndelivered(context),
    tell,
    maintain: createPruneMessages(context),
    handlers: { webhook: createDeliverHandler(context) },
  };
};
