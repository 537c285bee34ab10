import { err, ok, ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Transactor } from '../ports/transactor.ts';
import type { MemoryDatabase } from './memory-database.ts';

/** Knows which asynchronous call it is running in (Node's `AsyncLocalStorage` fits); lets nested transactions be told from waiting ones. */
export interface AsyncScope {
  run<T>(store: object, fn: () => T): T;
  getStore(): object | undefined;
}

/**
 * Transactions one after another over a memory database. With `scope`, nesting throws wherever it happens; without it, only where
 * the nested call is made before the outer function first waits (and a later one would wait for ever).
 */
export const createMemoryTransactor = <Stores>(
  database: MemoryDatabase,
  openStores: (database: MemoryDatabase) => Stores,
  scope?: AsyncScope,
): Transactor<Stores> => {
  const stores = openStores(database);
  let last: Promise<unknown> = Promise.resolve();
  let starting = false;
  const attempt = async <T, E>(
    work: (stores: Stores) => ResultAsync<T, E>,
  ): Promise<{ readonly ok: T } | { readonly err: E }> => {
    let committed = false;
    try {
      starting = true;
      const begun = scope === undefined ? work(stores) : scope.run(stores as object, () => work(stores));
      starting = false;
      const result = await begun;
      if (result.isErr()) return { err: result.error };
      committed = true;
      return { ok: result.value };
    } finally {
      starting = false;
      if (committed) database.commit();
      else database.rollback();
    }
  };
  return {
    run: <T, E>(work: (stores: Stores) => ResultAsync<T, E>): ResultAsync<T, E | StoreFailure> => {
      if (starting || scope?.getStore() !== undefined) throw new Error('A transaction was started inside another one.');
      const turn = last.then(() => attempt(work));
      last = turn.catch(() => undefined);
      return new ResultAsync(
        turn.then((end) => ('ok' in end ? ok<T, E | StoreFailure>(end.ok) : err<T, E | StoreFailure>(end.err))),
      );
    },
  };
};
