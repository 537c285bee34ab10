import { okAsync } from 'neverthrow';
import { createMemoryDatabase, type MemoryDatabase } from '../../memory/memory-database.ts';
import { createMemoryWebhookStores } from '../../memory/memory-webhook-stores.ts';
import type { WebhookEndpointStore, WebhookMessageStore, WebhookStores } from '../../webhooks/ports.ts';
import type { WebhookMessage } from '../../webhooks/webhook.ts';

/** Memory stores that break one promise; the contract suite has to notice. */
export interface WebhookStoresMutant {
  /** Completes "stores that …". */
  readonly name: string;
  readonly open: (database: MemoryDatabase) => WebhookStores;
}

const ofEndpoints = (
  name: string,
  change: (store: WebhookEndpointStore, database: MemoryDatabase) => Partial<WebhookEndpointStore>,
): WebhookStoresMutant => ({
  name,
  open: (database) => {
    const stores = createMemoryWebhookStores(database);
    return {
      ...stores,
      webhookEndpoints: { ...stores.webhookEndpoints, ...change(stores.webhookEndpoints, database) },
    };
  },
});

const ofMessages = (
  name: string,
  change: (store: WebhookMessageStore, database: MemoryDatabase) => Partial<WebhookMessageStore>,
): WebhookStoresMutant => ({
  name,
  open: (database) => {
    const stores = createMemoryWebhookStores(database);
    return { ...stores, webhookMessages: { ...stores.webhookMessages, ...change(stores.webhookMessages, database) } };
  },
});

const rowsOf = (database: MemoryDatabase) => database.table<WebhookMessage>('webhook-message');

export const webhookStoresMutants: readonly WebhookStoresMutant[] = [
  ofEndpoints('save a change to any revision', (store, database) => ({
    save: (endpoint) => {
      database.table('webhook-endpoint').set(`${endpoint.tenant}\u0000${endpoint.code}`, endpoint);
      return okAsync(true);
    },
  })),
  ofEndpoints('claim to have saved what they have not', (store) => ({
    save: (endpoint) => store.save(endpoint).map(() => true),
  })),
  ofEndpoints('forget which secrets end', (store) => ({
    find: (tenant, code) =>
      store
        .find(tenant, code)
        .map((found) =>
          found === null ? null : { ...found, secrets: found.secrets.map((secret) => ({ ...secret, until: null })) },
        ),
  })),
  ofEndpoints('take no types for every type', (store) => ({
    save: (endpoint) => store.save({ ...endpoint, types: null }),
  })),
  ofEndpoints('forget who disabled an endpoint', (store) => ({
    save: (endpoint) => store.save({ ...endpoint, disabledBecause: null }),
  })),
  ofEndpoints('list backwards', (store) => ({ list: (tenant) => store.list(tenant).map((all) => all.toReversed()) })),
  ofEndpoints('list every tenant', (store) => ({ list: () => store.list(null) })),
  ofEndpoints('leave the messages of what they remove', (store, database) => ({
    remove: (tenant, code) => okAsync(database.table('webhook-endpoint').delete(`${tenant}\u0000${code}`)),
  })),
  ofEndpoints('remove every message', (store, database) => ({
    remove: (tenant, code) => {
      for (const [key] of rowsOf(database).entries()) rowsOf(database).delete(key);
      return store.remove(tenant, code);
    },
  })),
  ofEndpoints('never know whether there was something to remove', (store) => ({
    remove: (tenant, code) => store.remove(tenant, code).map(() => true),
  })),
  ofMessages('write a message again', (store, database) => ({
    append: (messages) => {
      for (const { tenant, endpoint, id } of messages) rowsOf(database).delete(`${tenant}\u0000${endpoint}\u0000${id}`);
      return store.append(messages);
    },
  })),
  ofMessages('write the first message only', (store) => ({ append: (messages) => store.append(messages.slice(0, 1)) })),
  ofMessages('write for endpoints that are not there', (store, database) => ({
    append: (messages) => {
      for (const message of messages) {
        const key = `${message.tenant}\u0000${message.endpoint}\u0000${message.id}`;
        if (!rowsOf(database).has(key))
          rowsOf(database).set(key, { ...message, deliveredAt: null, createdAt: database.now() });
      }
      return okAsync(undefined);
    },
  })),
  ofMessages('load the messages of every endpoint', (store, database) => ({
    load: (tenant, _endpoint, ids) =>
      okAsync(
        new Map(
          rowsOf(database)
            .all()
            .filter((message) => message.tenant === tenant && ids.includes(message.id))
            .map((message) => [message.id, message]),
        ),
      ),
  })),
  ofMessages('count every delivery as the first', (store, database) => ({
    markDelivered: (tenant, endpoint, ids) => {
      for (const id of ids) {
        const key = `${tenant}\u0000${endpoint}\u0000${id}`;
        const message = rowsOf(database).get(key);
        if (message !== undefined) rowsOf(database).set(key, { ...message, deliveredAt: database.now() });
      }
      return okAsync(undefined);
    },
  })),
  ofMessages('never mark anything as delivered', () => ({ markDelivered: () => okAsync(undefined) })),
  ofMessages('list the oldest first', (store) => ({
    list: (tenant, filter, after, limit) => store.list(tenant, filter, after, limit).map((page) => page.toReversed()),
  })),
  ofMessages('begin every page at the first', (store) => ({
    list: (tenant, filter, after, limit) =>
      store.list(tenant, filter, null, limit).map((page) => (after === null ? page : page.slice(1))),
  })),
  ofMessages('list every endpoint', (store) => ({
    list: (tenant, filter, after, limit) => store.list(tenant, { ...filter, endpoint: null }, after, limit),
  })),
  ofMessages('list every type', (store) => ({
    list: (tenant, filter, after, limit) => store.list(tenant, { ...filter, type: null }, after, limit),
  })),
  ofMessages('pass over messages of one id at the end of a page', (store) => ({
    list: (tenant, filter, after, limit) =>
      store.list(tenant, filter, after, 200).map((page) => page.filter(({ id }) => id !== after?.id).slice(0, limit)),
  })),
  ofMessages('name what was delivered as undelivered', (store, database) => ({
    undelivered: (tenant, endpoint, since, after, limit) =>
      okAsync(
        rowsOf(database)
          .all()
          .filter(
            (row) =>
              row.tenant === tenant &&
              row.endpoint === endpoint &&
              row.createdAt >= since &&
              (after === null || row.id > after),
          )
          .map(({ id }) => id)
          .sort()
          .slice(0, limit),
      ),
  })),
  ofMessages('look for undelivered ones in all of the past', (store) => ({
    undelivered: (tenant, endpoint, _since, after, limit) => store.undelivered(tenant, endpoint, 0, after, limit),
  })),
  ofMessages('begin every page of undelivered ones anew', (store) => ({
    undelivered: (tenant, endpoint, since, _after, limit) => store.undelivered(tenant, endpoint, since, null, limit),
  })),
  ofMessages('forget what was not delivered', (store, database) => ({
    prune: (before, limit) => {
      const undelivered = [...rowsOf(database).entries()].filter(([, { deliveredAt }]) => deliveredAt === null);
      for (const [key] of undelivered) rowsOf(database).delete(key);
      return store.prune(before, limit);
    },
  })),
  ofMessages('forget everything that was delivered', (store) => ({
    prune: (_before, limit) => store.prune(9e15, limit),
  })),
  ofMessages('never forget', () => ({ prune: () => okAsync(0) })),
  {
    name: 'cannot take anything back',
    open: (database) => createMemoryWebhookStores(createMemoryDatabase(database.now)),
  },
];
