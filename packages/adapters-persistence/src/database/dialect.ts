import {
  CompiledQuery,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';
import type { Connector, RawConnection } from './connector.ts';
import type { Contact } from './contact.ts';
import { isConnectionLoss } from './failure.ts';
import { assertOutsideTransaction } from './transaction-scope.ts';

class Connection implements DatabaseConnection {
  broken = false;
  readonly #raw: RawConnection;
  readonly #contact: Contact;

  constructor(raw: RawConnection, contact: Contact) {
    this.#raw = raw;
    this.#contact = contact;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    try {
      const { rows, affected } = await this.#raw.query(query.sql, query.parameters);
      this.#contact.made();
      return { rows: rows as Row[], numAffectedRows: BigInt(affected) };
    } catch (error) {
      if (isConnectionLoss(error)) {
        this.broken = true;
        this.#contact.lost();
      }
      throw error;
    }
  }

  // eslint-disable-next-line require-yield
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error('streaming is not supported; page with a cursor instead');
  }

  release(): void {
    this.#raw.release(this.broken);
  }
}

class ConnectorDriver implements Driver {
  readonly #connector: Connector;
  readonly #contact: Contact;

  constructor(connector: Connector, contact: Contact) {
    this.#connector = connector;
    this.#contact = contact;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<Connection> {
    assertOutsideTransaction(this.#connector);
    try {
      return new Connection(await this.#connector.acquire(), this.#contact);
    } catch (error) {
      this.#contact.lost();
      throw error;
    }
  }

  async beginTransaction(connection: Connection, settings: TransactionSettings): Promise<void> {
    const isolation = settings.isolationLevel === undefined ? '' : ` isolation level ${settings.isolationLevel}`;
    const access = settings.accessMode === undefined ? '' : ` ${settings.accessMode}`;
    await this.#control(connection, `begin${isolation}${access}`);
  }

  async commitTransaction(connection: Connection): Promise<void> {
    await this.#control(connection, 'commit');
  }

  async rollbackTransaction(connection: Connection): Promise<void> {
    await this.#control(connection, 'rollback');
  }

  async savepoint(connection: Connection, name: string): Promise<void> {
    await this.#control(connection, `savepoint "${name}"`);
  }

  async rollbackToSavepoint(connection: Connection, name: string): Promise<void> {
    await this.#control(connection, `rollback to savepoint "${name}"`);
  }

  async releaseSavepoint(connection: Connection, name: string): Promise<void> {
    await this.#control(connection, `release savepoint "${name}"`);
  }

  async releaseConnection(connection: Connection): Promise<void> {
    connection.release();
  }

  async destroy(): Promise<void> {
    await this.#connector.close();
  }

  async #control(connection: Connection, statement: string): Promise<void> {
    try {
      await connection.executeQuery(CompiledQuery.raw(statement));
    } catch (error) {
      // Nobody knows what state the session is in; a fresh one is cheaper than finding out.
      connection.broken = true;
      throw error;
    }
  }
}

/** PostgreSQL's dialect over whichever driver; Kysely and MikroORM both speak through it. */
export function createDialect(connector: Connector, contact: Contact): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new ConnectorDriver(connector, contact),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
}
