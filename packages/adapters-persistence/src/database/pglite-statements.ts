import { protocol, type PGlite, type messages } from '@electric-sql/pglite';
import type { RawResult } from './connector.ts';
import { createPreparedStatements } from './prepared-statements.ts';
import { toParameter, valueParsers } from './values.ts';

const { serialize } = protocol;

/** What is worth preparing and surely a single statement. */
const isQuery = /^\s*(?:select|with|insert|update|delete)\b[^;]*$/iu;

/**
 * Speaks PostgreSQL's protocol with PGlite, one round trip a statement. Statements that come again are prepared: parsing and planning
 * cost more than most of them take to run.
 */
export const createPgliteStatements = (
  pglite: PGlite,
): ((text: string, parameters: readonly unknown[]) => Promise<RawResult>) => {
  const statements = createPreparedStatements();

  const send = async (messages: readonly Uint8Array[]): Promise<RawResult> =>
    resultOf(await pglite.execProtocolStream(Buffer.concat(messages), { syncToFs: false }), pglite);

  return async (text, parameters) => {
    if (parameters.length === 0 && !isQuery.test(text)) return send([serialize.query(text)]);
    const values = parameters.map(toParameter);
    const { name, isNew } = statements.prepare(text);
    const before = isNew
      ? [
          ...statements.dropped().map((old) => serialize.close({ type: 'S', name: old })),
          serialize.parse({ name, text }),
        ]
      : [];
    try {
      return await send([
        ...before,
        serialize.bind({ statement: name, values }),
        serialize.describe({ type: 'P' }),
        serialize.execute({}),
        serialize.sync(),
      ]);
    } catch (error) {
      statements.forget(text);
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
