import { err, ok, ResultAsync, type Result } from 'neverthrow';
import type { SourceRow, SourceTrouble } from '@portico/core/sources';
import type * as Pg from 'pg';
import type { ClientBase, Pool as PgPool } from 'pg';
import type { DatabaseAddress } from './database-address.ts';
import {
  answerTooLarge,
  largestAnswer,
  sizeOf,
  tooManyRows,
  type QueryValues,
  type SqlConnection,
} from './sql-connection.ts';

/** The driver, loaded when it is first needed: `() => import('pg')`. */
export type LoadPg = () => Promise<typeof Pg>;

const numbers = new Set([16, 20, 21, 23, 26, 700, 701]);

/** Everything stays as the database writes it, but whole numbers and booleans. */
const types = {
  getTypeParser: (oid: number) => (text: string) => {
    if (!numbers.has(oid)) return text;
    if (oid === 16) return text === 't';
    const number = Number(text);
    return Number.isSafeInteger(number) ? number : text;
  },
};

const graceMs = 2_000;

/** Classes 08, 53, 57 and 58 are about the server, 40 about others who write; 28 and 42 need somebody. */
const troubleOf = (error: unknown): SourceTrouble => {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  const sqlState = typeof code === 'string' && /^[0-9A-Z]{5}$/u.test(code) ? code.slice(0, 2) : null;
  const refused = sqlState !== null && !['08', '40', '53', '57', '58'].includes(sqlState);
  return {
    code: refused ? 'SOURCE_REFUSED' : 'SOURCE_UNAVAILABLE',
    message: (typeof message === 'string' && message !== '' ? message : JSON.stringify(code ?? 'unknown')).slice(
      0,
      500,
    ),
  };
};

/** Reads row by row, so that a question without a limit fills no memory: the connection is given up instead. */
const readRows = async (
  client: ClientBase,
  load: LoadPg,
  text: string,
  values: QueryValues,
  limit: number,
): Promise<Result<readonly SourceRow[], SourceTrouble>> => {
  const { Query } = (await load()).default;
  return new Promise((resolve) => {
    const rows: SourceRow[] = [];
    let size = 0;
    const query = client.query(new Query({ text, values: [...values], types }));
    query.on('row', (row: SourceRow) => {
      size += sizeOf(row);
      if (rows.length === limit) resolve(err(tooManyRows(limit)));
      else if (size > largestAnswer) resolve(err(answerTooLarge));
      else rows.push(row);
    });
    query.on('error', (error) => resolve(err(troubleOf(error))));
    query.on('end', () => resolve(ok(rows)));
  });
};

/** PostgreSQL, and what speaks its protocol (openGauss, Kingbase and others in part). */
export const createPostgresConnection = (address: DatabaseAddress, load: LoadPg): SqlConnection => {
  let pool: Promise<PgPool> | null = null;
  const opened = (): Promise<PgPool> =>
    (pool ??= load()
      .then(({ default: { Pool } }) => {
        const { host, port, user, password, database, tls } = address;
        const made = new Pool({
          host,
          port,
          user,
          database,
          ssl: tls,
          // As a function, so that an empty one is not looked for in the environment.
          password: () => password,
          max: 2,
          application_name: 'portico',
          connectionTimeoutMillis: 10_000,
          idleTimeoutMillis: 60_000,
        });
        made.on('error', () => {});
        made.on('connect', (client) => client.on('error', () => {}));
        return made;
      })
      .catch((error: unknown) => {
        pool = null;
        throw error;
      }));
  const read: SqlConnection['read'] = (query, values, limit, { signal, ms }) => {
    const attempt = async (): Promise<Result<readonly SourceRow[], SourceTrouble>> => {
      let broken = true;
      const client = await (await opened()).connect();
      const { promise, resolve } = Promise.withResolvers<Result<readonly SourceRow[], SourceTrouble>>();
      const late = (): void =>
        resolve(err({ code: 'SOURCE_UNAVAILABLE', message: 'The engine did not answer in time.' }));
      // The server's own limit first; should it have vanished, ours.
      const timer = setTimeout(late, Math.max(1, ms) + graceMs);
      signal.addEventListener('abort', late, { once: true });
      if (signal.aborted) late();
      const ask = async (): Promise<Result<readonly SourceRow[], SourceTrouble>> => {
        await client.query(`begin read only; set local statement_timeout = ${Math.max(1, Math.round(ms))}`);
        const result = await readRows(client, load, query.text, values, limit);
        if (result.isErr()) return result;
        await client.query('rollback');
        return result;
      };
      try {
        const asked = ask();
        asked.catch(() => undefined);
        const result = await Promise.race([asked, promise]);
        broken = result.isErr();
        return result;
      } finally {
        clearTimeout(timer);
        signal.removeEventListener('abort', late);
        client.release(broken);
      }
    };
    return new ResultAsync(attempt().catch((error: unknown) => err(troubleOf(error))));
  };
  return {
    place: (number) => `$${number}`,
    read,
    close: async () => {
      const made = await pool?.catch(() => null);
      await made?.end();
    },
  };
};
