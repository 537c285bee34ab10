import { errAsync, ok, safeTry } from 'neverthrow';
import type { WebhooksContext } from './context.ts';
import type { WebhookMessageCursor } from './ports.ts';
import { invalid } from './problems.ts';
import { shownMessages } from './show-message.ts';
import type { Webhooks } from './webhooks.ts';

const readCursor = (cursor: string): WebhookMessageCursor | null => {
  const [, id, endpoint] = /^([0-9A-Za-z-]{1,64})\.([0-9a-z-]{1,63})$/.exec(cursor) ?? [];
  return id === undefined || endpoint === undefined ? null : { id, endpoint };
};

/** Messages with how they stand, newest first. */
export const createListMessages =
  ({ transactor }: WebhooksContext): Webhooks['listMessages'] =>
  (tenant, filter, cursor, limit) => {
    const after = cursor === null ? null : readCursor(cursor);
    if (cursor !== null && after === null) return errAsync(invalid('/cursor', 'This is no cursor of this list.'));
    const wanted = Math.min(200, Math.max(1, Math.trunc(limit) || 1));
    return transactor.run((stores) =>
      safeTry(async function* () {
        const messages = yield* stores.webhookMessages.list(tenant, filter, after, wanted);
        const last = messages.length < wanted ? undefined : messages.at(-1);
        return ok({
          items: yield* shownMessages(stores, tenant, messages),
          nextCursor: last === undefined ? null : `${last.id}.${last.endpoint}`,
        });
      }),
    );
  };
