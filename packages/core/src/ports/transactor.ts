import type { ResultAsync } from 'neverthrow';
import type { StoreFailure } from './store-failure.ts';

/**
 * Runs a function with the stores of one transaction.
 *
 * - `ok` commits, `err` rolls back, a throw rolls back and is thrown on.
 * - The function may run more than once (deadlocks and serialisation failures are retried), so it must be free of
 *   effects other than those on the stores it is given.
 * - Calling `run` inside `run` throws at once.
 * - The stores are dead once the function has ended; using them then throws.
 */
export interface Transactor<Stores> {
  run<T, E>(work: (stores: Stores) => ResultAsync<T, E>): ResultAsync<T, E | StoreFailure>;
}
