import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { sql } from 'kysely';
import type { Instant } from '@portico/core';
import type { Database, DatabaseOptions } from './database.ts';
import { createMigratedPglite } from './migrated-pglite.ts';
import { openDatabase, openOver } from './open-database.ts';
import { createPgliteConnector } from './pglite-connector.ts';

/** A database of its own for one suite. */
export interface TestDatabase {
  readonly database: Database;
  /** Empties every table and sets the clock right. */
  reset(): Promise<void>;
  /** Moves the database's clock forward, for every connection, until the next reset. */
  advance(ms: number): Promise<void>;
  /** Stops the database's clock at a time, for every connection, until the next reset. */
  freeze(at: Instant): Promise<void>;
  /** Closes it and removes every trace. */
  dispose(): Promise<void>;
}

export interface TestBackend {
  readonly name: DatabaseOptions['kind'];
  create(): Promise<TestDatabase>;
}

/** PGlite always; real PostgreSQL when `postgresUrl` (`PORTICO_TEST_POSTGRES_URL`) names a server where databases may be created. */
export function testBackends(postgresUrl: string | undefined): readonly TestBackend[] {
  const pglite: TestBackend = { name: 'pglite', create: createPgliteTestDatabase };
  if (postgresUrl === undefined || postgresUrl === '') return [pglite];
  return [pglite, { name: 'postgres', create: () => createPostgresTestDatabase(postgresUrl) }];
}

async function createPgliteTestDatabase(): Promise<TestDatabase> {
  const pglite = await createMigratedPglite();
  return testDatabase(await openOver(createPgliteConnector(pglite), 'pglite'), async () => {});
}

async function createPostgresTestDatabase(serverUrl: string): Promise<TestDatabase> {
  const name = `portico_test_${randomBytes(8).toString('hex')}`;
  await onServer(serverUrl, `create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const drop = () => onServer(serverUrl, `drop database if exists ${name} with (force)`);
  try {
    return testDatabase(await openMigrated({ kind: 'postgres', url: url.href }), drop);
  } catch (error) {
    await drop();
    throw error;
  }
}

async function openMigrated(options: DatabaseOptions): Promise<Database> {
  const database = (await openDatabase(options))._unsafeUnwrap();
  (await database.migrate())._unsafeUnwrap();
  return database;
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function testDatabase(database: Database, remove: () => Promise<void>): TestDatabase {
  let offsetMs = 0;
  let frozenAt: Instant | null = null;
  const setClock = async (ms: number, at: Instant | null) => {
    offsetMs = ms;
    frozenAt = at;
    const now =
      at === null
        ? `date_trunc('milliseconds', now()) + interval '${ms} milliseconds'`
        : `timestamptz '${new Date(at).toISOString()}'`;
    await sql
      .raw(
        `create or replace function portico_now() returns timestamptz language sql stable parallel safe as $$ select ${now} $$`,
      )
      .execute(database.kysely);
  };
  return {
    database,
    async reset() {
      const { rows } = await sql<{ tables: string }>`
        select string_agg(quote_ident(relname), ', ') tables from pg_class
        where relnamespace = current_schema::regnamespace and relkind in ('r', 'p') and not relispartition and relname <> 'schema_migration'`.execute(
        database.kysely,
      );
      await sql.raw(`truncate ${rows[0]?.tables ?? ''} restart identity`).execute(database.kysely);
      if (offsetMs !== 0 || frozenAt !== null) await setClock(0, null);
    },
    advance: (ms) => (frozenAt === null ? setClock(offsetMs + ms, null) : setClock(0, frozenAt + ms)),
    freeze: (at) => setClock(0, at),
    async dispose() {
      await database.close();
      await remove();
    },
  };
}
