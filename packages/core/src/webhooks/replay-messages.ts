import { err, ok, safeTry, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { WorkClass } from '../work/claim.ts';
import type { LaneId } from '../work/lane.ts';
import type { Stores, WebhooksContext } from './context.ts';
import { conflict, noEndpoint, notFound } from './problems.ts';
import { shownMessage } from './show-message.ts';
import { webhookLaneConfig, webhookLaneName } from './webhook-lane.ts';
import type { Webhooks } from './webhooks.ts';

const replayedAtOnce = 1_000;
const replayedInACall = 10_000;

/** Makes messages due at once: scheduling alone would keep to the pause after their last failure. */
const dueNow = (
  stores: Stores,
  lane: LaneId,
  ids: readonly string[],
  workClass: WorkClass,
  trace: string | null,
): ResultAsync<void, StoreFailure> =>
  safeTry(async function* () {
    yield* stores.work.schedule(
      ids.map((key) => ({ lane, key, class: workClass, delayMs: 0, uncertain: false, trace })),
    );
    yield* stores.work.hasten(lane, ids, workClass);
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

/** Sends again what was not delivered, a bounded number in each transaction and in each call. */
export const createReplayUndelivered =
  ({ transactor, doorbell, tracer }: WebhooksContext): Webhooks['replayUndelivered'] =>
  (tenant, endpoint, since, cursor) => {
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
    const rest = (after: string | null) =>
      transactor.run(({ webhookMessages }) => webhookMessages.undelivered(tenant, endpoint, since, after, 1));
    return safeTry(async function* () {
      let messages = 0;
      let after = cursor;
      for (;;) {
        const { ids, lane }: { readonly ids: readonly string[]; readonly lane: LaneId | null } = yield* step(after);
        if (lane !== null) doorbell.ring([{ lane, keys: ids }]);
        messages += ids.length;
        after = ids.at(-1) ?? after;
        if (ids.length < replayedAtOnce) return ok({ messages, more: false, nextCursor: null });
        if (messages < replayedInACall) continue;
        const more = (yield* rest(after)).length > 0;
        return ok({ messages, more, nextCursor: more ? after : null });
      }
    });
  };
