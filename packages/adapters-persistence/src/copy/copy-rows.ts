import { sql } from 'kysely';
import type { ResultAsync } from 'neverthrow';
import type { StoreFailure } from '@portico/core';
import type { Session } from '../database/session.ts';
import { eachPage, rowText } from './row-pages.ts';
import type { Table } from './tables.ts';

const firstPageRows = 32;
const mostPageRows = 1_000;
/** What a page should hold, in characters. */
const pageSize = 1_000_000;

/** Copies a table's rows. Only one page is in memory; `seen` is told how many rows have been copied, and may stop it. */
export function copyRows<E>(
  from: Session,
  to: Session,
  table: Table,
  seen: (rows: number) => ResultAsync<void, E>,
): ResultAsync<void, E | StoreFailure> {
  let limit = firstPageRows;
  let copied = 0;
  const insert = insertOf(table);
  return eachPage(
    from,
    table,
    rowText(table),
    () => limit,
    (rows) => {
      const size = rows.reduce((sum, row) => sum + row.length, 0);
      // Rows may suddenly be long: a page grows step by step, and shrinks at once.
      limit = Math.max(
        1,
        Math.min(mostPageRows, 2 * limit, Math.floor((rows.length * pageSize) / Math.max(size, 1)) || limit),
      );
      copied += rows.length;
      return to.rows(insert(rows)).andThen(() => seen(copied));
    },
  );
}

/** Rows go back through the table's own row type, field by field as they were written out; partitions find themselves. */
function insertOf(table: Table) {
  const stored = table.columns.filter(({ generated }) => !generated);
  const names = sql.join(stored.map(({ name }) => sql.id(name)));
  const fields = sql.join(stored.map(({ name }) => sql`(line.fields).${sql.id(name)}`));
  const name = sql.id(table.name);
  // The offset keeps the text from being read anew for each field.
  return (rows: readonly string[]) => sql`
    insert into ${name} (${names}) overriding system value
    select ${fields} from (select line::${name} as fields from unnest(${rows}::text[]) line offset 0) line`;
}
