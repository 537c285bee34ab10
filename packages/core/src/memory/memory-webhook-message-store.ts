import { okAsync } from 'neverthrow';
import type { WebhookMessageCursor, WebhookMessageStore } from '../webhooks/ports.ts';
import { compareCodePoints } from '../work/code-point-order.ts';
import type { MemoryDatabase } from './memory-database.ts';
import { rowKey } from './memory-task-center-rows.ts';
import { endpointTable, messageTable } from './memory-webhook-rows.ts';

const newestFirst = (a: WebhookMessageCursor, b: WebhookMessageCursor): number =>
  compareCodePoints(b.id, a.id) || compareCodePoints(a.endpoint, b.endpoint);

const is = <T>(wanted: T | null, value: T): boolean => wanted === null || wanted === value;

/** Webhook messages in memory. */
export const createMemoryWebhookMessageStore = (database: MemoryDatabase): WebhookMessageStore => {
  const messages = messageTable(database);
  const endpoints = endpointTable(database);
  return {
    append: (added) => {
      for (const message of added) {
        const key = rowKey(message.tenant, message.endpoint, message.id);
        if (messages.has(key) || !endpoints.has(rowKey(message.tenant, message.endpoint))) continue;
        messages.set(key, { ...message, deliveredAt: null, createdAt: database.now() });
      }
      return okAsync(undefined);
    },
    load: (tenant, endpoint, ids) =>
      okAsync(
        new Map(
          ids.flatMap((id) => {
            const message = messages.get(rowKey(tenant, endpoint, id));
            return message === undefined ? [] : [[id, message] as const];
          }),
        ),
      ),
    markDelivered: (tenant, endpoint, ids) => {
      for (const id of ids) {
        const key = rowKey(tenant, endpoint, id);
        const message = messages.get(key);
        if (message?.deliveredAt === null) messages.set(key, { ...message, deliveredAt: database.now() });
      }
      return okAsync(undefined);
    },
    list: (tenant, { endpoint, type, delivered }, after, limit) =>
      okAsync(
        messages
          .all()
          .filter(
            (message) =>
              message.tenant === tenant &&
              is(endpoint, message.endpoint) &&
              is(type, message.type) &&
              is(delivered, message.deliveredAt !== null) &&
              (after === null || newestFirst(after, message) < 0),
          )
          .sort(newestFirst)
          .slice(0, limit),
      ),
    undelivered: (tenant, endpoint, since, after, limit) =>
      okAsync(
        messages
          .all()
          .filter(
            (message) =>
              message.tenant === tenant &&
              message.endpoint === endpoint &&
              message.deliveredAt === null &&
              message.createdAt >= since &&
              (after === null || compareCodePoints(message.id, after) > 0),
          )
          .map(({ id }) => id)
          .sort(compareCodePoints)
          .slice(0, limit),
      ),
    prune: (before, limit) => {
      const old = messages
        .all()
        .filter(({ deliveredAt }) => deliveredAt !== null && deliveredAt < before)
        .slice(0, limit);
      for (const { tenant, endpoint, id } of old) messages.delete(rowKey(tenant, endpoint, id));
      return okAsync(old.length);
    },
  };
};
