import { mkdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { PGlite } from '@electric-sql/pglite';
import { Migrator } from '@mikro-orm/migrations';
import { MikroORM } from '@mikro-orm/postgresql';
import { Kysely, sql } from 'kysely';
import { ResultAsync } from 'neverthrow';
import type { StoreFailure } from '@portico/core';
import { migrations } from '../migrations/index.ts';
import type { Connector } from './connector.ts';
import { createContact } from './contact.ts';
import { lockDataDirectory } from './data-directory-lock.ts';
import type { Database, DatabaseOptions } from './database.ts';
import { createDialect } from './dialect.ts';
import { entities } from './entities.ts';
import { toStoreFailure } from './failure.ts';
import { applyMigrations, migrationTable, unknownMigrations } from './migrator.ts';
import { createPgliteConnector } from './pglite-connector.ts';
import { startPgliteUpkeep } from './pglite-upkeep.ts';
import { createPostgresConnector } from './postgres-connector.ts';

/**
 * Opens PostgreSQL or the embedded PGlite. The schema is as found; call `migrate()`.
 * A data directory belongs to one process at a time: the second gets `STORE_UNAVAILABLE` with a message for people.
 */
export function openDatabase(options: DatabaseOptions): ResultAsync<Database, StoreFailure> {
  return ResultAsync.fromPromise(open(options), toOpenFailure);
}

class OpenFailure extends Error {}

function toOpenFailure(error: unknown): StoreFailure {
  return error instanceof OpenFailure ? { code: 'STORE_UNAVAILABLE', message: error.message } : toStoreFailure(error);
}

async function open(options: DatabaseOptions): Promise<Database> {
  const connector =
    options.kind === 'pglite'
      ? await openPglite(options.dataDir, options.patienceMs ?? 0)
      : await openPostgres(options);
  return openOver(connector, options.kind);
}

/** A database over a driver that is open already; closing it closes the driver. */
export async function openOver(connector: Connector, kind: Database['kind']): Promise<Database> {
  const contact = createContact();
  const kysely = new Kysely<unknown>({ dialect: createDialect(connector, contact) });
  try {
    const orm = await openOrm(kysely);
    const stopUpkeep = kind === 'pglite' ? startPgliteUpkeep(kysely) : async () => {};
    return {
      kind,
      kysely,
      connector,
      contact,
      orm,
      migrate: () => ResultAsync.fromPromise(applyMigrations(orm, kysely, kind === 'postgres'), toStoreFailure),
      unknownMigrations: () => ResultAsync.fromPromise(unknownMigrations(kysely), toStoreFailure),
      ping: () =>
        ResultAsync.fromPromise(
          sql`select 1`.execute(kysely).then(() => undefined),
          toStoreFailure,
        ),
      async close() {
        await stopUpkeep();
        await orm.close(true);
      },
    };
  } catch (error) {
    await connector.close();
    throw error;
  }
}

async function openOrm(kysely: Kysely<unknown>): Promise<MikroORM> {
  const { rows } = await sql<{
    name: string;
    schema: string | null;
  }>`select current_database() name, current_schema() as schema`.execute(kysely);
  const at = rows[0];
  if (at === undefined || at.schema === null) throw new OpenFailure('the schema of the database does not exist');
  return MikroORM.init({
    // Shared, so that the entity manager can join a transaction, and because PGlite has no second connection.
    driverOptions: kysely,
    dbName: at.name,
    schema: at.schema,
    ensureDatabase: false,
    entities,
    extensions: [Migrator],
    debug: false,
    migrations: {
      tableName: migrationTable,
      migrationsList: [...migrations],
      snapshot: false,
      disableForeignKeys: false,
      silent: true,
    },
  });
}

async function openPostgres(options: DatabaseOptions & { readonly kind: 'postgres' }): Promise<Connector> {
  const poolSize = options.poolSize ?? 10;
  // Migrating holds one connection for its lock while it works on another.
  if (!(poolSize >= 2)) throw new OpenFailure('the connection pool needs at least 2 connections');
  return createPostgresConnector({ url: options.url, poolSize, schema: options.schema ?? null });
}

async function openPglite(dataDir: string, patienceMs: number): Promise<Connector> {
  if (dataDir === 'memory') return createPgliteConnector(await PGlite.create());
  const unlock = await lockDirectory(dataDir, patienceMs);
  try {
    const connector = createPgliteConnector(await PGlite.create({ dataDir }));
    return { ...connector, close: () => connector.close().finally(unlock) };
  } catch (error) {
    await unlock();
    throw new OpenFailure(`the data directory ${dataDir} cannot be opened: ${(error as Error).message}`);
  }
}

async function lockDirectory(dataDir: string, patienceMs: number): Promise<() => Promise<void>> {
  let unlock;
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const deadline = performance.now() + patienceMs;
    unlock = await lockDataDirectory(dataDir);
    while (unlock === null && performance.now() < deadline) {
      await pause(50);
      unlock = await lockDataDirectory(dataDir);
    }
  } catch (error) {
    throw new OpenFailure(`the data directory ${dataDir} cannot be used: ${(error as Error).message}`);
  }
  if (unlock === null) throw new OpenFailure(`the data directory ${dataDir} is in use by another process`);
  return unlock;
}
