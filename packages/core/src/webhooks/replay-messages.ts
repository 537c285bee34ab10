import { err, ok, safeTry, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { WorkClass } from '../work/claim.ts';
import type { LaneId } from '../work/lane.ts';
import type { Stores, WebhooksContext } from './context.ts';
import { conflict, noEndpoint, notFound } from './problems.ts';
import { shownMessage } from './show-message.ts';
import { webhookLaneConfig, webhookLaneName } from './webhook-lane.ts';
import type { Webhooks } from './webhooks.ts';

const replayedAtOnce = 200;

/** Makes messages due at once: scheduling alone would keep to the pause after their last failure. */
const dueNow = (
  stores: Stores,
  lane: LaneId,
  ids: readonly string[],
  workClass: WorkClass,
  trace: string | null,
): ResultAsync<void, StoreFailure> =>
  safeTry(async function* () {
    const rows = yield* stores.work.find(ids.map((key) => ({ lane, key })));
    for (const { key } of rows) yield* stores.work.forget(lane, key);
    yield* stores.work.schedule(
      ids.map((key) => ({ lane, key, class: workClass, delayMs: 0, uncertain: false, trace })),
    );
    return ok(undefined);
  });

const laneOf = (stores: Stores, tenant: string, endpoint: string): ResultAsync<LaneId, StoreFailure> =>
  stores.lanes.ensure([{ tenant, name: webhookLaneName(endpoint), config: webhookLaneConfig }]).map(([lane]) => {
    if (lane === undefined) throw new Error('A lane that was made is missing.');
    return lane.id;
  });

/** Sends one message again, whatever became of it before. */
export const createReplayMessage =
  ({ transactor, doorbell, tracer }: WebhooksContext): Webhooks['replayMessage'] =>
  (tenant, endpoint, id) =>
    transactor
      .run((stores) =>
        safeTry(async function* () {
          const message = (yield* stores.webhookMessages.load(tenant, endpoint, [id])).get(id);
          if (message === undefined) return err(notFound('such message'));
          if ((yield* stores.webhookEndpoints.find(tenant, endpoint))?.enabled !== true)
            return err(conflict('The webhook is disabled; enable it first.'));
          const lane = yield* laneOf(stores, tenant, endpoint);
          yield* dueNow(stores, lane, [id], 'live', tracer?.current() ?? null);
          return ok({ shown: yield* shownMessage(stores, message), ring: { lane, keys: [id] } });
        }),
      )
      .map(({ shown, ring }) => {
        doorbell.ring([ring]);
        return shown;
      });

/** Sends again what was not delivered, a bounded number in each transaction. */
export const createReplayUndelivered =
  ({ transactor, doorbell, tracer }: WebhooksContext): Webhooks['replayUndelivered'] =>
  (tenant, endpoint, since) => {
    const step = (after: string | null) =>
      transactor.run((stores) =>
        safeTry(async function* () {
          if ((yield* stores.webhookEndpoints.find(tenant, endpoint)) === null) return err(noEndpoint(endpoint));
          const ids = yield* stores.webhookMessages.undelivered(tenant, endpoint, since, after, replayedAtOnce);
          if (ids.length === 0) return ok({ ids, lane: null });
          const lane = yield* laneOf(stores, tenant, endpoint);
          yield* dueNow(stores, lane, ids, 'bulk', tracer?.current() ?? null);
          return ok({ ids, lane });
        }),
      );
    return safeTry(async function* () {
      let count = 0;
      let after: string | null = null;
      for (;;) {
        const { ids, lane }: { readonly ids: readonly string[]; readonly lane: LaneId | null } = yield* step(after);
        if (lane !== null) doorbell.ring([{ lane, keys: ids }]);
        count += ids.length;
        after = ids.at(-1) ?? null;
        if (ids.length < replayedAtOnce) return ok(count);
      }
    });
  };
