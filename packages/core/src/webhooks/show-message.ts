import { err, ok, safeTry, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { WorkState } from '../work/claim.ts';
import type { Stores, WebhooksContext } from './context.ts';
import { notFound } from './problems.ts';
import type { WebhookMessage } from './webhook.ts';
import { webhookLaneName } from './webhook-lane.ts';
import type { ShownWebhookMessage, WebhookMessageState, Webhooks } from './webhooks.ts';

const mostAttempts = 200;

const stateOf = (message: WebhookMessage, row: WorkState | undefined): WebhookMessageState => {
  if (row === undefined) return message.deliveredAt === null ? 'pending' : 'delivered';
  return row.parked ?? (row.attempts > 0 ? 'failing' : 'pending');
};

/** Messages of one tenant, each with its work row. */
export const shownMessages = (
  stores: Stores,
  tenant: string,
  messages: readonly WebhookMessage[],
): ResultAsync<readonly ShownWebhookMessage[], StoreFailure> =>
  safeTry(async function* () {
    if (messages.length === 0) return ok([]);
    const lanes = new Map((yield* stores.lanes.list(tenant)).map(({ id, name }) => [name, id]));
    const keyOf = ({ endpoint, id }: WebhookMessage): { readonly lane: number; readonly key: string } | null => {
      const lane = lanes.get(webhookLaneName(endpoint));
      return lane === undefined ? null : { lane, key: id };
    };
    const rows = new Map(
      (yield* stores.work.find(messages.flatMap((message) => keyOf(message) ?? []))).map((row) => [
        `${row.lane} ${row.key}`,
        row,
      ]),
    );
    return ok(
      messages.map((message) => {
        const key = keyOf(message);
        const row = key === null ? undefined : rows.get(`${key.lane} ${key.key}`);
        return { message, state: stateOf(message, row), attempts: row?.attempts ?? 0, dueAt: row?.dueAt ?? null };
      }),
    );
  });

/** One message, which is there. */
export const shownMessage = (stores: Stores, message: WebhookMessage): ResultAsync<ShownWebhookMessage, StoreFailure> =>
  shownMessages(stores, message.tenant, [message]).map(([shown]) => {
    if (shown === undefined) throw new Error('A message was not shown.');
    return shown;
  });

/** A message, how it stands, and every attempt to deliver it. */
export const createShowMessage =
  ({ transactor }: WebhooksContext): Webhooks['showMessage'] =>
  (tenant, endpoint, id) =>
    transactor.run((stores) =>
      safeTry(async function* () {
        const message = (yield* stores.webhookMessages.load(tenant, endpoint, [id])).get(id);
        if (message === undefined) return err(notFound('such message'));
        const lane = yield* stores.lanes.find({ tenant, name: webhookLaneName(endpoint) });
        const attempts =
          lane === null
            ? []
            : yield* stores.attempts.list(
                { lanes: [lane.id], keys: [id], outcomes: null, from: null, to: null },
                null,
                mostAttempts,
              );
        return ok({ message: yield* shownMessage(stores, message), attempts });
      }),
    );
