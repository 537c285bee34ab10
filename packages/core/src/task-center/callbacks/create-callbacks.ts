import { err, ok, safeTry } from 'neverthrow';
import { boundedLimit } from '../context.ts';
import { cursorNumber, readCursor, writeCursor } from '../cursor.ts';
import { notFound } from '../problems.ts';
import type { Callbacks } from './callbacks.ts';
import { createReceiveCallback, type ReceiveContext } from './receive-callback.ts';

/** The use cases of callbacks. */
export const createCallbacks = (context: ReceiveContext): Callbacks => ({
  receive: createReceiveCallback(context),

  list: (tenant, filter, cursor, limit) =>
    safeTry(async function* () {
      const parts = yield* readCursor(cursor, 2);
      const receivedAt = parts === null ? ok(0) : cursorNumber(parts[0]);
      if (receivedAt.isErr()) return err(receivedAt.error);
      const after = parts === null ? null : { receivedAt: receivedAt.value, id: parts[1] ?? '' };
      const wanted = boundedLimit(limit);
      const items = yield* context.transactor.run(({ callbacks }) => callbacks.list(tenant, filter, after, wanted));
      const last = items.length < wanted ? undefined : items.at(-1);
      return ok({ items, nextCursor: last === undefined ? null : writeCursor(last.receivedAt, last.id) });
    }),

  show: (tenant, id) =>
    context.transactor
      .run(({ callbacks }) => callbacks.find(tenant, id))
      .andThen((found) => (found === null ? err(notFound('such callback')) : ok(found))),
});
