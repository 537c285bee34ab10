import { sql, type Kysely } from 'kysely';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Migrator } from '@mikro-orm/migrations';
import { migrations } from '../migrations/index.ts';

export const migrationTable = 'schema_migration';

// 'portico' as a number; any constant would do, as long as it never changes.
const migrationLock = 8_103_394_115;

/**
 * Applies what is pending. On PostgreSQL a session lock, held on a connection of its own, lets one process migrate while
 * the others wait; PGlite has one process anyway.
 */
export async function applyMigrations(
  orm: MikroORM,
  kysely: Kysely<unknown>,
  exclusive: boolean,
): Promise<readonly string[]> {
  const up = async () => {
    const migrator = (orm as unknown as { migrator: Migrator }).migrator;
    return (await migrator.up()).map(({ name }) => name);
  };
  if (!exclusive) return up();
  return kysely.connection().execute(async (connection) => {
    await sql`set statement_timeout = 0`.execute(connection);
    await sql`select pg_advisory_lock(${migrationLock})`.execute(connection);
    try {
      return await up();
    } finally {
      await sql`select pg_advisory_unlock(${migrationLock})`.execute(connection);
      await sql`reset statement_timeout`.execute(connection);
    }
  });
}

/** What is applied and not in our list, oldest first. */
export async function unknownMigrations(kysely: Kysely<unknown>): Promise<readonly string[]> {
  const known = migrations.map(({ name }) => name);
  const { rows } = await sql<{ name: string }>`
    select name from ${sql.table(migrationTable)} where name <> all(${known}::text[]) order by name`.execute(kysely);
  return rows.map(({ name }) => name);
}
