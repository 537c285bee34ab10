import { ok, safeTry, type Err, type Result, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import { handlerFor } from './handler-for.ts';
import type { Park } from './handler.ts';
import type { Lane } from './lane.ts';
import type { Reaped, WorkStores } from './ports.ts';
import type { WorkHandlers } from './worker-options.ts';

/** Takes claims of revoked sessions away, and tells the contexts of the keys that it parks; see `Sessions.takeOver`. */
export const takeOver = <Stores extends WorkStores>(
  stores: Stores,
  handlers: WorkHandlers<Stores>,
  poisonAt: number,
  limit: number,
): ResultAsync<readonly Reaped[], StoreFailure> =>
  safeTry(async function* (): AsyncGenerator<Err<never, StoreFailure>, Result<readonly Reaped[], StoreFailure>> {
    const reaped = yield* stores.sessions.takeOver(poisonAt, limit);
    if (!reaped.some(({ parked }) => parked)) return ok(reaped);
    for (const lane of yield* stores.lanes.list(null)) {
      const parks = parksIn(lane, reaped);
      const handler = handlerFor(handlers, lane);
      if (parks.length > 0 && handler?.parked !== undefined) yield* handler.parked(stores, lane, parks);
    }
    return ok(reaped);
  });

const parksIn = ({ id }: Lane, reaped: readonly Reaped[]): readonly Park[] =>
  reaped.flatMap(({ lane, key, crashes, parked }) =>
    lane === id && parked
      ? [{ key, reason: 'poison', words: `Workers lost while they had it: ${crashes}.`, trace: null }]
      : [],
  );
