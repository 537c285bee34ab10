import pg from 'pg';
import type { Connector, RawConnection, RawResult } from './connector.ts';
import { createPreparedStatements, type PreparedStatements } from './prepared-statements.ts';
import { toParameter, valueParsers } from './values.ts';

export interface PostgresOptions {
  readonly url: string;
  readonly poolSize: number;
  readonly schema: string | null;
}

const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && valueParsers[oid]) || pg.types.getTypeParser(oid, format as 'text'),
} as pg.CustomTypesConfig;

export function createPostgresConnector(options: PostgresOptions): Connector {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolSize,
    types,
    application_name: 'portico',
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    // The driver remembers the name of every statement it ever prepared on a connection.
    maxLifetimeSeconds: 600,
    // Statements that do not wait for each other go out together.
    pipeline: true,
    keepAlive: true,
    // A statement or a forgotten transaction must not hold its locks for ever.
    statement_timeout: 60_000,
    idle_in_transaction_session_timeout: 60_000,
    // A server that vanished without a word answers nothing, not even the above.
    query_timeout: 70_000,
    ...(options.schema === null ? {} : { options: `-c search_path="${options.schema.replaceAll('"', '')}"` }),
  });
  // A connection that the server drops while nobody uses it is an event; without a listener it would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));

  const prepared = new WeakMap<pg.PoolClient, PreparedStatements>();
  return {
    async acquire() {
      const client = await pool.connect();
      const statements = prepared.get(client) ?? createPreparedStatements();
      prepared.set(client, statements);
      return connectionOver(client, statements);
    },
    close: () => pool.end(),
  };
}

function connectionOver(client: pg.PoolClient, statements: PreparedStatements): RawConnection {
  return {
    async query(text, parameters) {
      if (parameters.length === 0) return resultOf(await client.query(text));
      const values = parameters.map(toParameter);
      const { name } = statements.prepare(text);
      // Nobody waits for it; should it fail, so does the statement behind it.
      for (const old of statements.dropped()) void client.query(`deallocate ${old}`).catch(() => {});
      try {
        return resultOf(await client.query(name === '' ? { text, values } : { name, text, values }));
      } catch (error) {
        statements.forget(text);
        throw error;
      }
    },
    release: (broken) => client.release(broken),
  };
}

function resultOf(result: pg.QueryResult | pg.QueryResult[]): RawResult {
  const last = Array.isArray(result) ? result.at(-1) : result;
  return { rows: last?.rows ?? [], affected: last?.rowCount ?? 0 };
}
