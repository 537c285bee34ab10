import { err, errAsync, ok, okAsync, safeTry, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { LaneId } from '../work/lane.ts';
import type { Ring } from '../work/ports.ts';
import { draftIssue } from './check-draft.ts';
import type { Stores, WebhooksContext } from './context.ts';
import { conflict, invalid, noEndpoint } from './problems.ts';
import { shownEndpoint } from './show-endpoint.ts';
import type { WebhookEndpoint } from './webhook.ts';
import { webhookLaneConfig, webhookLaneName } from './webhook-lane.ts';
import type { WebhookDraft, Webhooks } from './webhooks.ts';

const redrivenAtOnce = 10_000;
const redriveRounds = 100;

const changed = (before: WebhookEndpoint, draft: WebhookDraft, now: number): WebhookEndpoint => {
  const enabled = draft.enabled ?? before.enabled;
  return {
    ...before,
    name: draft.name ?? before.name,
    url: draft.url ?? before.url,
    types: draft.types === undefined ? before.types : draft.types,
    enabled,
    disabledBecause: enabled ? null : (before.disabledBecause ?? 'hand'),
    revision: before.revision + 1,
    updatedAt: Math.max(now, before.updatedAt),
  };
};

/** Gives what is parked another try, a bounded number; answers how many. */
const redrive = (stores: Stores, lane: LaneId): ResultAsync<number, StoreFailure> =>
  stores.work.redrive(lane, ['refused', 'exhausted'], 'bulk', redrivenAtOnce);

/** The rest, a round a transaction. Bounded: what is sent meanwhile may be refused again. */
const redriveRest = ({ transactor, doorbell }: WebhooksContext, lane: LaneId): ResultAsync<void, StoreFailure> =>
  safeTry(async function* () {
    for (let round = 1; round < redriveRounds; round += 1) {
      const count = yield* transactor.run((stores) => redrive(stores, lane));
      doorbell.ring([{ lane, keys: [] }]);
      if (count < redrivenAtOnce) break;
    }
    return ok(undefined);
  });

/** Changes an endpoint. While it is disabled its lane is paused, so that what waits does not grow old. */
export const createChangeEndpoint =
  (context: WebhooksContext): Webhooks['changeEndpoint'] =>
  (tenant, code, draft, revision) => {
    if (draft.code !== undefined && draft.code !== code) return errAsync(invalid('/code', 'cannot change'));
    const issue = draftIssue(draft);
    if (issue !== null) return errAsync(issue);
    const { transactor, clock, doorbell } = context;
    return transactor
      .run((stores) =>
        safeTry(async function* () {
          const before = yield* stores.webhookEndpoints.find(tenant, code);
          if (before === null) return err(noEndpoint(code));
          if (revision !== null && revision !== before.revision)
            return err(conflict(`It is at revision ${before.revision}; the change was made to revision ${revision}.`));
          const after = changed(before, draft, clock.now());
          const [lane] = yield* stores.lanes.ensure([
            { tenant, name: webhookLaneName(code), config: webhookLaneConfig },
          ]);
          if (lane === undefined) throw new Error('A lane that was made is missing.');
          const again = after.enabled && (!before.enabled || after.url !== before.url);
          // Work rows before the endpoint and the lane: settlements lock them in this order.
          const redriven = again ? yield* redrive(stores, lane.id) : 0;
          if (!(yield* stores.webhookEndpoints.save(after)))
            return err(conflict('It was changed by somebody else meanwhile.'));
          if (after.enabled !== before.enabled) yield* stores.lanes.setPaused(lane.id, !after.enabled);
          if (again) yield* stores.lanes.reopen(lane.id);
          const rings: readonly Ring[] = again ? [{ lane: lane.id, keys: [] }] : [];
          const rest = redriven < redrivenAtOnce ? null : lane.id;
          return ok({ shown: yield* shownEndpoint(stores, after), rings, rest });
        }),
      )
      .andThen(({ shown, rings, rest }) => {
        doorbell.ring(rings);
        return rest === null ? okAsync(shown) : redriveRest(context, rest).map(() => shown);
      });
  };
