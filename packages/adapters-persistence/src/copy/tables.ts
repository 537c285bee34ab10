import { sql } from 'kysely';
import type { ResultAsync } from 'neverthrow';
import type { StoreFailure } from '@portico/core';
import type { Session } from '../database/session.ts';

export interface Column {
  readonly name: string;
  /** As SQL writes it. */
  readonly type: string;
  /** Computed by the database from other columns. */
  readonly generated: boolean;
}

/** A table as the catalog describes it. */
export interface Table {
  readonly name: string;
  /** In the order of the table's row type. */
  readonly columns: readonly Column[];
  /** Names of the primary key's columns, in its order. */
  readonly key: readonly string[];
  /** Names of the tables that foreign keys lead to. */
  readonly references: readonly string[];
  /** How rows are divided among partitions, as SQL writes it; null: they are not. */
  readonly partitionedBy: string | null;
  readonly partitions: readonly Partition[];
}

export interface Partition {
  readonly name: string;
  /** As SQL writes it: `FOR VALUES FROM …`. */
  readonly bound: string;
}

/** What the migrator keeps for itself. */
export const migrationTable = 'schema_migration';

const here = sql`quote_ident(current_schema)::regnamespace`;

/**
 * Every table of the schema but the migrator's own, by name. Nobody lists them by hand, so none can be forgotten: what holds rows in a way that
 * copying does not know (a materialised view, a foreign table) throws.
 */
export function readTables(session: Session): ResultAsync<readonly Table[], StoreFailure> {
  return session
    .rows<Table & { readonly kind: string }>(sql`
      select c.relname::text as name, c.relkind::text as kind,
        (select coalesce(jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'generated', a.attgenerated <> '')
          order by a.attnum), '[]') from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
        (select coalesce(array_agg(a.attname::text order by k.place), '{}') from pg_index i
          cross join unnest(i.indkey::smallint[]) with ordinality k(attnum, place)
          join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum where i.indrelid = c.oid and i.indisprimary) as key,
        (select coalesce(array_agg(distinct r.relname::text), '{}') from pg_constraint f join pg_class r on r.oid = f.confrelid
          where f.conrelid = c.oid and f.contype = 'f') as references,
        case when c.relkind = 'p' then pg_get_partkeydef(c.oid) end as "partitionedBy",
        (select coalesce(jsonb_agg(jsonb_build_object('name', p.relname, 'bound', pg_get_expr(p.relpartbound, p.oid)) order by p.relname), '[]')
          from pg_inherits i join pg_class p on p.oid = i.inhrelid where i.inhparent = c.oid) as partitions
      from pg_class c
      where c.relnamespace = ${here} and c.relkind in ('r', 'p', 'm', 'f') and not c.relispartition and c.relname <> ${migrationTable}
      order by c.relname collate "C"`)
    .map((rows) => rows.map(copyable));
}

function copyable({ kind, ...table }: Table & { readonly kind: string }): Table {
  if (kind !== 'r' && kind !== 'p')
    throw new Error(`${table.name} is no table; copying does not know what to do with it`);
  if (table.key.length === 0) throw new Error(`the table ${table.name} has no primary key to page by`);
  return table;
}

/** Every sequence of the schema but the migrator's own: those of identity columns, and those that stand alone. */
export function readSequences(session: Session): ResultAsync<readonly string[], StoreFailure> {
  return session
    .rows<{ name: string }>(sql`
      select c.relname::text as name from pg_class c where c.relnamespace = ${here} and c.relkind = 'S'
        and not exists (select from pg_depend d where d.objid = c.oid and d.deptype in ('a', 'i') and d.refobjid = to_regclass(${migrationTable}))
      order by c.relname collate "C"`)
    .map((rows) => rows.map(({ name }) => name));
}

/** Those that are referred to before those that refer to them. */
export function inOrderOfReference(tables: readonly Table[]): readonly Table[] {
  const ordered: Table[] = [];
  const place = (table: Table, path: readonly string[]): void => {
    if (ordered.includes(table)) return;
    if (path.includes(table.name)) throw new Error(`foreign keys go in a circle: ${[...path, table.name].join(', ')}`);
    for (const other of tables) if (table.references.includes(other.name)) place(other, [...path, table.name]);
    ordered.push(table);
  };
  for (const table of tables) place(table, []);
  return ordered;
}
