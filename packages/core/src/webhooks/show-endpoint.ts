import { err, ok, safeTry, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Stores, WebhooksContext } from './context.ts';
import { noEndpoint } from './problems.ts';
import type { WebhookEndpoint } from './webhook.ts';
import { webhookLaneName } from './webhook-lane.ts';
import type { ShownWebhook, Webhooks } from './webhooks.ts';

/** Endpoints as callers may see them, with what waits for them. */
export const shownEndpoints = (
  stores: Stores,
  tenant: string,
  endpoints: readonly WebhookEndpoint[],
): ResultAsync<readonly ShownWebhook[], StoreFailure> =>
  safeTry(async function* () {
    if (endpoints.length === 0) return ok([]);
    const names = new Set(endpoints.map(({ code }) => webhookLaneName(code)));
    const lanes = (yield* stores.lanes.list(tenant)).filter(({ name }) => names.has(name));
    const depths = yield* stores.work.depths(lanes.map(({ id }) => id));
    return ok(
      endpoints.map(({ secrets, ...endpoint }) => {
        const lane = lanes.find(({ name }) => name === webhookLaneName(endpoint.code)) ?? null;
        const depth = depths.find((one) => one.lane === lane?.id) ?? null;
        return { ...endpoint, signsUntil: secrets.map(({ until }) => until), lane, depth };
      }),
    );
  });

/** One endpoint, which is there. */
export const shownEndpoint = (stores: Stores, endpoint: WebhookEndpoint): ResultAsync<ShownWebhook, StoreFailure> =>
  shownEndpoints(stores, endpoint.tenant, [endpoint]).map(([shown]) => {
    if (shown === undefined) throw new Error('An endpoint was not shown.');
    return shown;
  });

/** A tenant's endpoints by code. */
export const createListEndpoints =
  ({ transactor }: WebhooksContext): Webhooks['listEndpoints'] =>
  (tenant) =>
    transactor.run((stores) =>
      stores.webhookEndpoints.list(tenant).andThen((endpoints) => shownEndpoints(stores, tenant, endpoints)),
    );

export const createShowEndpoint =
  ({ transactor }: WebhooksContext): Webhooks['showEndpoint'] =>
  (tenant, code) =>
    transactor.run((stores) =>
      safeTry(async function* () {
        const endpoint = yield* stores.webhookEndpoints.find(tenant, code);
        return endpoint === null ? err(noEndpoint(code)) : ok(yield* shownEndpoint(stores, endpoint));
      }),
    );
