import { err, ok, safeTry } from 'neverthrow';
import type { WebhooksContext } from './context.ts';
import { noEndpoint } from './problems.ts';
import { webhookLaneName } from './webhook-lane.ts';
import type { Webhooks } from './webhooks.ts';

/** Removes an endpoint, its messages and its lane. */
export const createRemoveEndpoint =
  ({ transactor }: WebhooksContext): Webhooks['removeEndpoint'] =>
  (tenant, code) =>
    transactor.run((stores) =>
      safeTry(async function* () {
        // First: it waits for transactions that are telling it something, and none begins to after it.
        if (!(yield* stores.webhookEndpoints.remove(tenant, code))) return err(noEndpoint(code));
        const lane = yield* stores.lanes.find({ tenant, name: webhookLaneName(code) });
        if (lane !== null) yield* stores.lanes.remove(lane.id);
        return ok(undefined);
      }),
    );
