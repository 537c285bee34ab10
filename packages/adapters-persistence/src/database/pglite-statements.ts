import { protocol, type PGlite, type messages } from '@electric-sql/pglite';
import type { RawResult } from './connector.ts';
import { toParameter, valueParsers } from './values.ts';

const { serialize } = protocol;

/** Statements that are kept prepared; the one that was not used for longest makes room. */
const keptAtMost = 200;
/** A plan is made anew after so many uses: one that was made while a table was small must not stay when it has grown. */
const usesOfAPlan = 100;

/** What is worth preparing and surely a single statement. */
const isQuery = /^\s*(?:select|with|insert|update|delete)\b[^;]*$/iu;

interface Prepared {
  readonly name: string;
  uses: number;
}

/**
 * Speaks PostgreSQL's protocol with PGlite, one round trip a statement. Statements that come again are prepared: parsing and planning
 * cost more than most of them take to run.
 */
export const createPgliteStatements = (
  pglite: PGlite,
): ((text: string, parameters: readonly unknown[]) => Promise<RawResult>) => {
  /** By text, the one used last at the end; null: seen once, not prepared. */
  const known = new Map<string, Prepared | null>();
  let names = 0;
  let closing: string[] = [];

  const forget = (text: string): void => {
    const prepared = known.get(text);
    known.delete(text);
    if (prepared != null) closing.push(prepared.name);
  };

  /** What to execute, and what has to be said before. Texts that come once only stay unnamed. */
  const prepare = (text: string): { readonly name: string; readonly before: readonly Uint8Array[] } => {
    const seen = known.has(text);
    const prepared = known.get(text);
    if (prepared != null && prepared.uses < usesOfAPlan) {
      prepared.uses += 1;
      known.delete(text);
      known.set(text, prepared);
      return { name: prepared.name, before: [] };
    }
    forget(text);
    for (const oldest of known.keys()) {
      if (known.size < keptAtMost) break;
      forget(oldest);
    }
    const name = seen ? `p${(names += 1)}` : '';
    known.set(text, seen ? { name, uses: 1 } : null);
    const close = closing.map((old) => serialize.close({ type: 'S', name: old }));
    closing = [];
    return { name, before: [...close, serialize.parse({ name, text })] };
  };

  const send = async (messages: readonly Uint8Array[]): Promise<RawResult> =>
    resultOf(await pglite.execProtocolStream(Buffer.concat(messages), { syncToFs: false }), pglite);

  return async (text, parameters) => {
    if (parameters.length === 0 && !isQuery.test(text)) return send([serialize.query(text)]);
    const values = parameters.map(toParameter);
    const { name, before } = prepare(text);
    try {
      return await send([
        ...before,
        serialize.bind({ statement: name, values }),
        serialize.describe({ type: 'P' }),
        serialize.execute({}),
        serialize.sync(),
      ]);
    } catch (error) {
      // It may not have come to be prepared, or its plan may no longer fit the tables.
      forget(text);
      throw error;
    }
  };
};

/** The rows of the last statement. */
const resultOf = (answers: readonly { readonly name: string }[], { parsers }: PGlite): RawResult => {
  let columns: readonly { readonly name: string; readonly parse: (text: string) => unknown }[] = [];
  let rows: Record<string, unknown>[] = [];
  let result: RawResult = { rows, affected: 0 };
  for (const answer of answers) {
    if (answer.name === 'dataRow') {
      const row: Record<string, unknown> = {};
      (answer as messages.DataRowMessage).fields.forEach((text, index) => {
        const column = columns[index];
        if (column !== undefined) row[column.name] = text === null ? null : column.parse(text);
      });
      rows.push(row);
    } else if (answer.name === 'rowDescription') {
      columns = (answer as messages.RowDescriptionMessage).fields.map(({ name, dataTypeID }) => ({
        name,
        parse: valueParsers[dataTypeID] ?? ((text) => (parsers[dataTypeID] ?? asIs)(text, dataTypeID)),
      }));
    } else if (answer.name === 'commandComplete') {
      result = { rows, affected: affectedBy((answer as messages.CommandCompleteMessage).text) };
      rows = [];
    }
  }
  return result;
};

const asIs = (text: string): unknown => text;

const affectedBy = (tag: string): number =>
  /^(?:INSERT|UPDATE|DELETE|MERGE|COPY) /u.test(tag) ? Number(tag.slice(tag.lastIndexOf(' ') + 1)) : 0;
