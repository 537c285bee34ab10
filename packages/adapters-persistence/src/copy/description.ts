import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import { err, ok, safeTry, type Result, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '@portico/core';
import type { Session } from '../database/session.ts';
import { copyFailure, type CopyFailure } from './copy-failure.ts';
import { migrationTable, readSequences, readTables, type Table } from './tables.ts';

/** What a database consists of. */
export interface Description {
  /** Names of the migrations that it has had. */
  readonly migrations: readonly string[];
  readonly tables: readonly Table[];
  readonly sequences: readonly string[];
}

// Values are carried and hashed as text, so both sides must write the same value in the same way.
const textForms = sql`
  set local timezone = 'UTC'; set local datestyle = 'ISO'; set local intervalstyle = 'postgres'; set local extra_float_digits = 1; set local bytea_output = 'hex'`;

/** Describes a migrated database, and has the transaction write values as text in one form from here on. */
export function describe(session: Session): ResultAsync<Description, StoreFailure> {
  return safeTry<Description, StoreFailure>(async function* () {
    yield* session.rows(textForms);
    const migrations = yield* session.rows<{ name: string }>(
      sql`select name from ${sql.id(migrationTable)} order by name collate "C"`,
    );
    const tables = yield* readTables(session);
    const sequences = yield* readSequences(session);
    return ok({ migrations: migrations.map(({ name }) => name), tables, sequences });
  });
}

const differ = (message: string) => err(copyFailure('SCHEMAS_DIFFER', message));

/** Fails unless the target can take everything there is in the source. Tables of its own do not matter. */
export function mustTake(source: Description, target: Description): Result<void, CopyFailure> {
  const unknown = source.migrations.filter((name) => !target.migrations.includes(name));
  if (unknown.length > 0)
    return differ(`the source has been used by a newer version (${unknown.join(', ')}): copy with that one`);
  for (const { partitions: _, ...table } of source.tables) {
    const found = target.tables.find(({ name }) => name === table.name);
    if (found === undefined) return differ(`the target has no table ${table.name}`);
    const { partitions: _there, ...there } = found;
    if (!isDeepStrictEqual(there, table)) return differ(`the table ${table.name} is another one in the target`);
  }
  const missing = source.sequences.filter((name) => !target.sequences.includes(name));
  return missing.length === 0 ? ok(undefined) : differ(`the target has no sequence ${missing.join(', ')}`);
}
