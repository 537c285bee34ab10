import pg from 'pg';
import type { Connector } from './connector.ts';
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

  return {
    async acquire() {
      const client = await pool.connect();
      return {
        async query(text, parameters) {
          const result =
            parameters.length === 0 ? await client.query(text) : await client.query(text, parameters.map(toParameter));
          const last = Array.isArray(result) ? (result as pg.QueryResult[]).at(-1) : result;
          return { rows: last?.rows ?? [], affected: last?.rowCount ?? 0 };
        },
        release: (broken) => client.release(broken),
      };
    },
    close: () => pool.end(),
  };
}
