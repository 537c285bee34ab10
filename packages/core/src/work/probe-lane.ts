import { err, ok, safeTry, type Err, type Result, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Transactor } from '../ports/transactor.ts';
import { claimForAsks, nothingToDo, type Ask } from './claim-cycle.ts';
import type { SessionId } from './claim.ts';
import type { Loaded } from './handler.ts';
import type { WorkStores } from './ports.ts';

/** Somebody else probes the lane, or there is nothing to probe it with. */
export interface NoProbe {
  readonly code: 'NO_PROBE';
}

type Probe = readonly Loaded<unknown>[];

/** Wins the probe of a half-open lane and claims the one key for it. An empty answer means that the key had nothing left to do. */
export const probeLane = <Stores extends WorkStores>(
  transactor: Transactor<Stores>,
  session: SessionId,
  ask: Ask<Stores>,
  forMs: number,
): ResultAsync<Probe, StoreFailure | NoProbe> =>
  transactor.run((stores) =>
    safeTry(async function* (): AsyncGenerator<Err<never, StoreFailure>, Result<Probe, StoreFailure | NoProbe>> {
      if (!(yield* stores.lanes.takeProbe(ask.lane.id, forMs))) return err({ code: 'NO_PROBE' });
      const taken = yield* claimForAsks(stores.work, session, [ask]);
      const claims = taken.flatMap((one) => one.claims);
      if (claims.length === 0) return err({ code: 'NO_PROBE' });
      const items = yield* ask.handler.load(stores, ask.lane, claims);
      const done = claims.filter(({ id }) => !items.has(id));
      if (done.length > 0) {
        yield* stores.work.settle(done.map(nothingToDo));
        // Nothing was learnt: closing for no time at all frees the probe again.
        yield* stores.lanes.close(ask.lane.id, 0, ask.lane.closedReason ?? 'breaker', false);
      }
      return ok(claims.filter(({ id }) => items.has(id)).map((claim) => ({ claim, item: items.get(claim.id) })));
    }),
  );
