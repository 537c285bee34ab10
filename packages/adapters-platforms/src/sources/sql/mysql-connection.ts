import { err, ok, ResultAsync, type Result } from 'neverthrow';
import type { SourceRow, SourceTrouble } from '@portico/core/sources';
import type * as Mysql from 'mysql2';
import type { Connection, Pool } from 'mysql2';
import type { DatabaseAddress } from './database-address.ts';
import {
  answerTooLarge,
  largestAnswer,
  sizeOf,
  tooManyRows,
  type QueryValues,
  type SqlConnection,
} from './sql-connection.ts';

/** The driver, loaded when it is first needed: `() => import('mysql2')`. */
export type LoadMysql = () => Promise<typeof Mysql>;

/** Refused by the server because of what was asked or by whom; everything else passes. */
const refusals = new Set([
  'ER_ACCESS_DENIED_ERROR',
  'ER_DBACCESS_DENIED_ERROR',
  'ER_TABLEACCESS_DENIED_ERROR',
  'ER_COLUMNACCESS_DENIED_ERROR',
  'ER_BAD_DB_ERROR',
  'ER_BAD_FIELD_ERROR',
  'ER_NO_SUCH_TABLE',
  'ER_PARSE_ERROR',
  'ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION',
  'ER_WRONG_ARGUMENTS',
  'ER_SP_DOES_NOT_EXIST',
]);

const troubleOf = (error: unknown): SourceTrouble => {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  return {
    code: typeof code === 'string' && refusals.has(code) ? 'SOURCE_REFUSED' : 'SOURCE_UNAVAILABLE',
    message: (typeof message === 'string' && message !== '' ? message : JSON.stringify(code ?? 'unknown')).slice(
      0,
      500,
    ),
  };
};

const command = (connection: Connection, text: string): Promise<void> =>
  new Promise(
    (resolve, reject) => void connection.query(text, (error) => (error === null ? resolve() : reject(error))),
  );

/** Reads row by row, so that a question without a limit fills no memory: the connection is given up instead. */
const readRows = (
  connection: Connection,
  text: string,
  values: QueryValues,
  limit: number,
): Promise<Result<readonly SourceRow[], SourceTrouble>> =>
  new Promise((resolve) => {
    const rows: SourceRow[] = [];
    let size = 0;
    connection
      .query(text, [...values])
      .on('result', (row) => {
        const one = row as SourceRow;
        size += sizeOf(one);
        if (rows.length === limit) resolve(err(tooManyRows(limit)));
        else if (size > largestAnswer) resolve(err(answerTooLarge));
        else rows.push({ ...one });
      })
      .on('error', (error: unknown) => resolve(err(troubleOf(error))))
      .on('end', () => resolve(ok(rows)));
  });

/** MySQL, MariaDB, and what speaks their protocol. */
export const createMysqlConnection = (address: DatabaseAddress, load: LoadMysql): SqlConnection => {
  let pool: Promise<Pool> | null = null;
  const opened = (): Promise<Pool> =>
    (pool ??= load()
      .then(({ createPool }) => {
        const { host, port, user, password, database, tls } = address;
        return createPool({
          host,
          port,
          user,
          password,
          database,
          ...(tls ? { ssl: {} } : {}),
          connectionLimit: 2,
          connectTimeout: 10_000,
          // As the database writes them: JavaScript would lose digits and guess the zone.
          dateStrings: true,
          supportBigNumbers: true,
          bigNumberStrings: true,
          charset: 'utf8mb4',
          multipleStatements: false,
        });
      })
      .catch((error: unknown) => {
        pool = null;
        throw error;
      }));
  const connect = async (): Promise<{ readonly connection: Connection; release(broken: boolean): void }> => {
    const made = await opened();
    return new Promise((resolve, reject) => {
      made.getConnection((error, connection) => {
        if (error !== null) reject(error);
        else resolve({ connection, release: (broken) => (broken ? connection.destroy() : connection.release()) });
      });
    });
  };
  const read: SqlConnection['read'] = (query, values, limit, { signal, ms }) => {
    const attempt = async (): Promise<Result<readonly SourceRow[], SourceTrouble>> => {
      const { connection, release } = await connect();
      let broken = true;
      const giveUp = (): void => connection.destroy();
      const { promise, resolve } = Promise.withResolvers<Result<readonly SourceRow[], SourceTrouble>>();
      const late = (): void => {
        giveUp();
        resolve(err({ code: 'SOURCE_UNAVAILABLE', message: 'The engine did not answer in time.' }));
      };
      const timer = setTimeout(late, Math.max(1, ms));
      signal.addEventListener('abort', late, { once: true });
      try {
        await Promise.race([command(connection, 'start transaction read only'), promise]);
        const result = await Promise.race([readRows(connection, query.text, values, limit), promise]);
        if (result.isErr()) return result;
        await Promise.race([command(connection, 'rollback'), promise]);
        broken = false;
        return result;
      } finally {
        clearTimeout(timer);
        signal.removeEventListener('abort', late);
        release(broken);
      }
    };
    return new ResultAsync(attempt().catch((error: unknown) => err(troubleOf(error))));
  };
  return {
    place: () => '?',
    read,
    close: async () => {
      const made = (await pool?.catch(() => null)) ?? null;
      await new Promise<void>((resolve) => (made === null ? resolve() : made.end(() => resolve())));
    },
  };
};
