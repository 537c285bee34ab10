import type { Language } from '../../problems/problems.ts';

/** A text in each language: plain, or made from what it speaks of. */
export type Row<T> = Readonly<Record<Language, T>>;

/** A table of texts as one language sees it. */
export type Resolved<Table> = { readonly [Name in keyof Table]: Table[Name] extends Row<infer T> ? T : never };

/** Rows that lack a language do not compile. */
export type Rows = Readonly<Record<string, Row<string> | Row<(...values: never[]) => string>>>;

export const resolve = <Table extends Rows>(table: Table, language: Language): Resolved<Table> =>
  Object.fromEntries(Object.entries(table).map(([name, row]) => [name, row[language]])) as Resolved<Table>;
