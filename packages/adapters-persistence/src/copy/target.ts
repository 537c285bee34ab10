import { sql, type RawBuilder } from 'kysely';
import { err, errAsync, ok, okAsync, safeTry, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '@portico/core';
import type { Session } from '../database/session.ts';
import { copyFailure, type CopyFailure } from './copy-failure.ts';
import type { Table } from './tables.ts';

type Named = Pick<Table, 'name'>;

const oldestVersion = 15;

/** Fails unless the database can hold what another one does. */
export function mustBeFit(session: Session): ResultAsync<void, CopyFailure | StoreFailure> {
  return session
    .rows<{ version: number; encoding: string }>(
      sql`select current_setting('server_version_num')::int / 10000 as version, current_setting('server_encoding') as encoding`,
    )
    .andThen(([found]) => {
      const unfit = (message: string) => errAsync(copyFailure('TARGET_UNFIT', message));
      if (found === undefined || found.version < oldestVersion)
        return unfit(`the target is PostgreSQL ${found?.version}, and must be ${oldestVersion} or newer`);
      if (found.encoding !== 'UTF8')
        return unfit(`the target keeps text as ${found.encoding}, and must keep it as UTF8`);
      return okAsync(undefined);
    });
}

/** Fails when one of these tables holds a row; a table that does not exist holds none. */
export function mustBeEmpty(session: Session, tables: readonly Named[]): ResultAsync<void, CopyFailure | StoreFailure> {
  return safeTry<void, CopyFailure | StoreFailure>(async function* () {
    const there = yield* session.rows<{ name: string }>(sql`
      select name from unnest(${tables.map(({ name }) => name)}::text[]) name where to_regclass(quote_ident(name)) is not null`);
    const filled: string[] = [];
    for (const { name } of there) {
      const [row] = yield* session.rows<{ filled: boolean }>(
        sql`select exists (select from ${sql.id(name)}) as filled`,
      );
      if (row?.filled === true) filled.push(name);
    }
    if (filled.length === 0) return ok(undefined);
    return err(copyFailure('TARGET_NOT_EMPTY', `the target holds data already, in ${filled.join(', ')}`));
  });
}

/** Keeps everybody else from writing to these tables until the transaction ends. */
export function keepWritersOut(session: Session, tables: readonly Named[]): ResultAsync<void, StoreFailure> {
  const names = sql.join(tables.map(({ name }) => sql.id(name)));
  return session
    .rows(sql`set local lock_timeout = '10s'`)
    .andThen(() => session.rows(sql`lock table ${names} in share row exclusive mode`))
    .map(() => undefined);
}

/** Turns triggers off, or on again: they did their work when the rows came to be. */
export function setTriggers(
  session: Session,
  tables: readonly Named[],
  state: 'enable' | 'disable',
): ResultAsync<void, StoreFailure> {
  return inTurn(
    session,
    tables.map(({ name }) => sql`alter table ${sql.id(name)} ${sql.raw(state)} trigger user`),
  );
}

/** Makes the partitions that a table has elsewhere, in the manner of `ensure_day`. */
export function makePartitions(session: Session, table: Table, there: Table): ResultAsync<void, StoreFailure> {
  const known = new Set(there.partitions.map(({ name }) => name));
  return inTurn(
    session,
    table.partitions
      .filter(({ name }) => !known.has(name))
      .flatMap(({ name, bound }) => [
        sql`create table ${sql.id(name)} (like ${sql.id(table.name)} including all)`,
        sql`alter table ${sql.id(table.name)} attach partition ${sql.id(name)} ${sql.raw(bound)}`,
      ]),
  );
}

function inTurn(session: Session, statements: readonly RawBuilder<unknown>[]): ResultAsync<void, StoreFailure> {
  return safeTry<void, StoreFailure>(async function* () {
    for (const statement of statements) yield* session.rows(statement);
    return ok(undefined);
  });
}
