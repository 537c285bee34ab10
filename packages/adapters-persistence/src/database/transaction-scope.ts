import { AsyncLocalStorage } from 'node:async_hooks';

/** A transaction that some code is running in. */
export interface TransactionScope {
  readonly connector: object;
  open: boolean;
}

const current = new AsyncLocalStorage<TransactionScope>();

export function withinScope<T>(scope: TransactionScope, work: () => T): T {
  return current.run(scope, work);
}

/**
 * Throws when the running code is inside an open transaction of this connector. On PGlite's single connection such a
 * query would wait for ever; on PostgreSQL it would escape the transaction unnoticed.
 */
export function assertOutsideTransaction(connector: object): void {
  const scope = current.getStore();
  if (scope?.open === true && scope.connector === connector) {
    throw new Error('a query was made outside the open transaction, or a transaction was nested in another');
  }
}
