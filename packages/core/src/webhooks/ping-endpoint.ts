import { err, ok, safeTry } from 'neverthrow';
import type { WebhooksContext } from './context.ts';
import { pingType } from './message-type.ts';
import { conflict, noEndpoint } from './problems.ts';
import { shownMessage } from './show-message.ts';
import { webhookLaneConfig, webhookLaneName } from './webhook-lane.ts';
import type { Webhooks } from './webhooks.ts';

/** Sends something harmless, by the way that every message takes. */
export const createPingEndpoint =
  ({ transactor, clock, ids, doorbell, tracer }: WebhooksContext): Webhooks['pingEndpoint'] =>
  (tenant, code) =>
    transactor
      .run((stores) =>
        safeTry(async function* () {
          const endpoint = yield* stores.webhookEndpoints.find(tenant, code);
          if (endpoint === null) return err(noEndpoint(code));
          if (!endpoint.enabled) return err(conflict('It is disabled; enable it first.'));
          const [lane] = yield* stores.lanes.ensure([
            { tenant, name: webhookLaneName(code), config: webhookLaneConfig },
          ]);
          if (lane === undefined) throw new Error('A lane that was made is missing.');
          const id = ids.next();
          const trace = tracer?.current() ?? null;
          yield* stores.work.schedule([{ lane: lane.id, key: id, class: 'live', delayMs: 0, uncertain: false, trace }]);
          const data = { webhook: code, revision: endpoint.revision };
          yield* stores.webhookMessages.append([
            { tenant, endpoint: code, id, type: pingType, occurredAt: clock.now(), data },
          ]);
          const message = (yield* stores.webhookMessages.load(tenant, code, [id])).get(id);
          // It was removed in between.
          if (message === undefined) return err(noEndpoint(code));
          return ok({ shown: yield* shownMessage(stores, message), ring: { lane: lane.id, keys: [id] } });
        }),
      )
      .map(({ shown, ring }) => {
        doorbell.ring([ring]);
        return shown;
      });
