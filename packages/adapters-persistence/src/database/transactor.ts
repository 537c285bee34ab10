import { setTimeout as pause } from 'node:timers/promises';
import { err, ResultAsync, type Result } from 'neverthrow';
import type { StoreFailure, Transactor } from '@portico/core';
import type { Database } from './database.ts';
import { isRetryable, toStoreFailure } from './failure.ts';
import { connectionOf, createSession, type Session } from './session.ts';
import { assertOutsideTransaction, withinScope, type TransactionScope } from './transaction-scope.ts';

const tries = 6;

/** Runs functions with the stores of one transaction; see `Transactor`. Deadlock victims are run again after a short, random pause. */
export function createTransactorOf<Stores>(
  database: Database,
  createStores: (session: Session) => Stores,
): Transactor<Stores> {
  const attempt = async <T, E>(
    work: (stores: Stores) => ResultAsync<T, E>,
  ): Promise<Attempted<T, E | StoreFailure>> => {
    let transaction;
    let connection;
    try {
      transaction = await database.kysely.startTransaction().execute();
      connection = await connectionOf(transaction);
    } catch (error) {
      return { result: err(toStoreFailure(error)), retryable: false };
    }
    const session = createSession(transaction, connection, database.orm);
    const scope: TransactionScope = { connector: database.connector, open: true };
    let committing = false;
    try {
      const result = await withinScope(scope, async () => work(createStores(session)));
      scope.open = false;
      session.end();
      // PostgreSQL answers `commit` of a failed transaction with a silent rollback: an error that the work swallowed counts.
      if (session.firstError !== undefined) {
        await rollback(() => transaction.rollback().execute());
        if (isRetryable(session.firstError))
          return { result: err(toStoreFailure(session.firstError)), retryable: true };
        return { result: result.isErr() ? result : err(toStoreFailure(session.firstError)), retryable: false };
      }
      if (result.isErr()) {
        await rollback(() => transaction.rollback().execute());
        return { result, retryable: false };
      }
      committing = true;
      await transaction.commit().execute();
      return { result, retryable: false };
    } catch (error) {
      scope.open = false;
      session.end();
      if (committing) return { result: err(toStoreFailure(error)), retryable: isRetryable(error) };
      await rollback(() => transaction.rollback().execute());
      throw error;
    }
  };

  const run = async <T, E>(work: (stores: Stores) => ResultAsync<T, E>): Promise<Result<T, E | StoreFailure>> => {
    for (let round = 1; ; round += 1) {
      const { result, retryable } = await attempt(work);
      if (!retryable || round === tries) return result;
      await pause(Math.random() * 5 * 2 ** round);
    }
  };

  return {
    run(work) {
      assertOutsideTransaction(database.connector);
      return new ResultAsync(run(work));
    },
  };
}

interface Attempted<T, E> {
  readonly result: Result<T, E>;
  readonly retryable: boolean;
}

/** A rollback that fails has lost its connection, which rolls back as well; what went wrong first must not be hidden by it. */
async function rollback(run: () => Promise<unknown>): Promise<void> {
  await run().catch(() => {});
}
