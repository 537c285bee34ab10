import fc from 'fast-check';
import { sql } from 'kysely';
import type { Database } from '../database/database.ts';

interface FilledColumn {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  /** What a foreign key leads to: `table.column`. */
  readonly target: readonly [table: string, column: string] | null;
}

interface FilledTable {
  readonly name: string;
  readonly partitioned: boolean;
  readonly columns: readonly FilledColumn[];
}

const text = fc.string({ unit: 'binary', maxLength: 40 }).map((value) => value.replaceAll('\u0000', '"\\'));
const nested = fc
  .jsonValue({ maxDepth: 2, stringUnit: 'binary' })
  .map((value) => JSON.stringify(value).replaceAll('\\u0000', ''));
const whole = (bits: number) => {
  const most = 2n ** BigInt(bits - 1) - 1n;
  return fc.oneof(fc.bigInt(-most - 1n, most), fc.constantFrom(0n, 1n, most, -most - 1n)).map(String);
};
const instant = fc
  .integer({ min: -1_000_000_000_000, max: 4_000_000_000_000 })
  .map((ms) => new Date(ms).toISOString().replace('Z', '456Z'));
const listOf = (items: fc.Arbitrary<string>) =>
  fc
    .array(
      items.map((item) => `"${item.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`),
      { maxLength: 4 },
    )
    .map((all) => `{${all.join(',')}}`);

/** Values of each type that a column may have, in the form that SQL reads; a column of another type needs a line here. */
const values: Readonly<Record<string, fc.Arbitrary<string>>> = {
  text,
  jsonb: nested,
  smallint: whole(16),
  integer: whole(32),
  bigint: whole(64),
  boolean: fc.boolean().map(String),
  'double precision': fc.double({ noDefaultInfinity: false }).map(String),
  'timestamp with time zone': fc.oneof(instant, fc.constantFrom('infinity', '-infinity')),
  'text[]': listOf(text),
  'integer[]': listOf(whole(32)),
  'bigint[]': listOf(whole(64)),
};

/** Days that partitioned tables get rows of. */
const days = ['2026-02-28', '2026-03-01', '2031-12-31'];

/** Every table there is, found otherwise than the copy finds them; those that others refer to first. */
export async function tablesToFill(database: Database): Promise<readonly FilledTable[]> {
  const { rows } = await sql<FilledTable>`
    select table_name as name, table_name in (select partrelid::regclass::text from pg_partitioned_table) as partitioned,
      (select jsonb_agg(jsonb_build_object('name', column_name, 'required', is_nullable = 'NO',
        'type', format_type((select atttypid from pg_attribute where attrelid = t.table_name::regclass and attname = column_name), null),
        'target', (select jsonb_build_array(u.table_name, u.column_name) from information_schema.key_column_usage k
          join information_schema.referential_constraints r using (constraint_schema, constraint_name)
          join information_schema.constraint_column_usage u on u.constraint_name = r.constraint_name and u.constraint_schema = r.constraint_schema
          where k.table_name = c.table_name and k.column_name = c.column_name)) order by ordinal_position)
        from information_schema.columns c where c.table_schema = t.table_schema and c.table_name = t.table_name and is_generated = 'NEVER') as columns
    from information_schema.tables t
    where table_schema = current_schema and table_type = 'BASE TABLE' and table_name <> 'schema_migration'
      and not exists (select from pg_inherits where inhrelid = t.table_name::regclass)
    order by exists (select from information_schema.table_constraints k where k.table_name = t.table_name and k.constraint_type = 'FOREIGN KEY'), table_name`.execute(
    database.kysely,
  );
  return rows;
}

/** Rows for every table: at least one each. */
export function arbitraryRows(tables: readonly FilledTable[]) {
  return fc.tuple(
    ...tables.map((table) =>
      fc.array(
        fc.tuple(
          ...table.columns.map(({ name, type, required }) => {
            const value = table.partitioned && type === 'timestamp with time zone' ? ofSomeDay : values[type];
            if (value === undefined) throw new Error(`no values are known for ${table.name}.${name} of type ${type}`);
            return required ? value : fc.option(value, { freq: 4 });
          }),
        ),
        { minLength: 1, maxLength: 12 },
      ),
    ),
  );
}

const ofSomeDay = fc
  .tuple(fc.constantFrom(...days), fc.integer({ min: 0, max: 86_399 }))
  .map(([day, second]) => new Date(Date.parse(`${day}T00:00:00Z`) + second * 1000).toISOString());

/** Inserts rows; where keys are taken, or a foreign key leads nowhere, what is there already wins. */
export async function insertRows(
  database: Database,
  tables: readonly FilledTable[],
  rows: readonly (readonly (readonly (string | null)[])[])[],
): Promise<void> {
  for (const [index, { name, partitioned, columns }] of tables.entries()) {
    if (partitioned)
      for (const day of days) await sql`select ensure_day(${name}, ${day}::date)`.execute(database.kysely);
    for (const row of rows[index] ?? []) {
      const fields = columns.map(({ type, target }, place) =>
        target === null
          ? sql`${row[place] ?? null}::${sql.raw(type)}`
          : sql`(select ${sql.id(target[1])} from ${sql.id(target[0])} limit 1)`,
      );
      await sql`insert into ${sql.id(name)} (${sql.join(columns.map((column) => sql.id(column.name)))}) overriding system value
        values (${sql.join(fields)}) on conflict do nothing`.execute(database.kysely);
    }
  }
}
