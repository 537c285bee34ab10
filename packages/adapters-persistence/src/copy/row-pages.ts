import { sql, type RawBuilder } from 'kysely';
import { ok, okAsync, safeTry, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '@portico/core';
import type { Session } from '../database/session.ts';
import type { Table } from './tables.ts';

/** A stretch of a table in the order of its key. */
export interface Page<T> {
  readonly rows: readonly T[];
  /** Where the next one begins; null: this was the last. */
  readonly next: Place | null;
}

/** A part of a table, by the index in `partsOf`, and the key after which to read, as text; null: from the begin. */
export interface Place {
  readonly part: number;
  readonly after: readonly string[] | null;
}

export const begin: Place = { part: 0, after: null };

/** A row's fields as one text: the same on every database that has the same columns. */
export const rowText = (table: Table): RawBuilder<string> =>
  sql`row(${sql.join(table.columns.map(({ name }) => sql.id(name)))})::text`;

/** What is read one after the other: a table's partitions, or the table itself. */
export const partsOf = (table: Table): readonly string[] =>
  table.partitionedBy === null ? [table.name] : table.partitions.map(({ name }) => name);

/** Reads `what` of at most `limit` rows, from a place on. */
export function readPage<T>(
  session: Session,
  table: Table,
  what: RawBuilder<T>,
  place: Place,
  limit: number,
): ResultAsync<Page<T>, StoreFailure> {
  const parts = partsOf(table);
  const part = parts[place.part];
  if (part === undefined) return okAsync({ rows: [], next: null });
  const key = sql.join(table.key.map((name) => sql.id(name)));
  const values = place.after?.map((text, index) => sql`${text}::${sql.raw(typeOf(table, table.key[index]))}`);
  const beyond = values === undefined ? sql`` : sql`where (${key}) > (${sql.join(values)})`;
  const texts = sql.join(table.key.map((name) => sql`${sql.id(name)}::text`));
  return session
    .rows<{ key: readonly string[]; what: T }>(
      sql`select array[${texts}] as key, ${what} as what from ${sql.id(part)} ${beyond} order by ${key} limit ${limit}`,
    )
    .map((rows) => {
      const last = rows.length < limit ? undefined : rows.at(-1);
      const next = last === undefined ? { part: place.part + 1, after: null } : { part: place.part, after: last.key };
      return { rows: rows.map((row) => row.what), next: next.part < parts.length ? next : null };
    });
}

/** Hands over `what` of every row, page by page, as many as `limit` says each time. */
export function eachPage<T, E>(
  session: Session,
  table: Table,
  what: RawBuilder<T>,
  limit: () => number,
  take: (rows: readonly T[]) => ResultAsync<void, E>,
): ResultAsync<void, E | StoreFailure> {
  return safeTry<void, E | StoreFailure>(async function* () {
    for (let place: Place | null = begin; place !== null;) {
      const page: Page<T> = yield* readPage(session, table, what, place, limit());
      yield* take(page.rows);
      place = page.next;
    }
    return ok(undefined);
  });
}

function typeOf(table: Table, column: string | undefined): string {
  const found = table.columns.find(({ name }) => name === column);
  if (found === undefined) throw new Error(`the key of ${table.name} has a column that the table has not`);
  return found.type;
}
