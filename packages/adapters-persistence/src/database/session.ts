import { ResultAsync } from 'neverthrow';
import type { ControlledTransaction, DatabaseConnection, RawBuilder } from 'kysely';
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import type { StoreFailure } from '@portico/core';
import { toStoreFailure } from './failure.ts';

/** What stores speak through: the statements of one transaction. */
export interface Session {
  /** Runs one statement and answers its rows. Statements that are not waited for in between reach the database in their order, together. */
  rows<Row>(statement: RawBuilder<Row>): ResultAsync<readonly Row[], StoreFailure>;
  /** Runs work with an entity manager that is part of the transaction. */
  manage<T>(work: (em: EntityManager) => Promise<T>): ResultAsync<T, StoreFailure>;
}

/** A session that remembers its first error and dies with its transaction. */
export interface TransactionSession extends Session {
  readonly firstError: unknown;
  end(): void;
}

/** The connection of a transaction. Kysely's own way to it lets one statement pass at a time. */
export const connectionOf = (transaction: ControlledTransaction<unknown>): Promise<DatabaseConnection> =>
  transaction.getExecutor().provideConnection(async (connection) => connection);

export function createSession(
  transaction: ControlledTransaction<unknown>,
  connection: DatabaseConnection,
  orm: MikroORM,
): TransactionSession {
  let ended = false;
  let firstError: unknown;
  const attempt = async <T>(work: () => Promise<T>): Promise<T> => {
    if (ended) throw new Error('a store was used after its transaction had ended');
    try {
      return await work();
    } catch (error) {
      firstError ??= error;
      throw error;
    }
  };
  const entityManager = (): EntityManager => {
    const em = orm.em.fork({ clear: true });
    em.setTransactionContext(transaction);
    return em;
  };
  return {
    rows: <Row>(statement: RawBuilder<Row>) =>
      ResultAsync.fromPromise(
        attempt(async () => (await connection.executeQuery<Row>(statement.compile(transaction))).rows),
        toStoreFailure,
      ),
    manage: (work) =>
      ResultAsync.fromPromise(
        attempt(() => work(entityManager())),
        toStoreFailure,
      ),
    get firstError() {
      return firstError;
    },
    end() {
      ended = true;
    },
  };
}
