import { err, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Transactor } from '../ports/transactor.ts';
import { claimForAsks, nothingToDo, type Ask, type Taken } from './claim-cycle.ts';
import type { Claim, SessionId } from './claim.ts';
import type { Loaded } from './handler.ts';
import type { Outcome } from './outcome.ts';
import type { WorkStores } from './ports.ts';

/** Claims without loading, for when loading has failed for data or by a bug: one bad row must not stop all lanes. */
export const claimOnly = <Stores extends WorkStores>(
  transactor: Transactor<Stores>,
  session: SessionId,
  asks: readonly Ask<Stores>[],
): ResultAsync<readonly Taken<Stores>[], StoreFailure> =>
  transactor.run((stores) => claimForAsks(stores.work, session, asks));

/** What loading claims one lane at a time, in ever smaller parts, came to. */
export interface CarefulLoad {
  readonly loaded: readonly Loaded<unknown>[];
  /** Claims that cannot be loaded, with what that means. */
  readonly bad: readonly { readonly claim: Claim; readonly outcome: Outcome }[];
  /** Claims to give back, for the store is away. */
  readonly unloaded: readonly Claim[];
}

/** Loads claims, halving those whose load fails until the bad ones stand alone. */
export const loadCarefully = async <Stores extends WorkStores>(
  transactor: Transactor<Stores>,
  ask: Ask<Stores>,
  claims: readonly Claim[],
): Promise<CarefulLoad> => {
  // A load that fails whatever it is for would have no part small enough to stand alone.
  if (claims.length === 0) return { loaded: [], bad: [], unloaded: [] };
  const result = await tryLoad(transactor, ask, claims);
  if (result.isOk()) {
    const items = result.value;
    return {
      loaded: claims.filter(({ id }) => items.has(id)).map((claim) => ({ claim, item: items.get(claim.id) })),
      bad: [],
      unloaded: [],
    };
  }
  const failure = result.error;
  if (failure.code === 'STORE_UNAVAILABLE' || failure.code === 'STORE_CONFLICT')
    return { loaded: [], bad: [], unloaded: claims };
  const [only] = claims;
  if (claims.length === 1 && only !== undefined) {
    const reason = `Its state cannot be loaded: ${failure.message}`;
    const outcome: Outcome =
      failure.code === 'STORE_DATA' ? { kind: 'refused', reason } : { kind: 'failed', reason, retryAfterMs: null };
    return { loaded: [], bad: [{ claim: only, outcome }], unloaded: [] };
  }
  const middle = claims.length >> 1;
  const first = await loadCarefully(transactor, ask, claims.slice(0, middle));
  const second = await loadCarefully(transactor, ask, claims.slice(middle));
  return {
    loaded: [...first.loaded, ...second.loaded],
    bad: [...first.bad, ...second.bad],
    unloaded: [...first.unloaded, ...second.unloaded],
  };
};

const tryLoad = async <Stores extends WorkStores>(
  transactor: Transactor<Stores>,
  ask: Ask<Stores>,
  claims: readonly Claim[],
) => {
  try {
    return await transactor.run((stores) =>
      ask.handler.load(stores, ask.lane, claims).andThen((items) => {
        const done = claims.filter(({ id }) => !items.has(id)).map(nothingToDo);
        return stores.work.settle(done).map(() => items);
      }),
    );
  } catch (error) {
    return err({ code: 'BUG' as const, message: String(error) });
  }
};
