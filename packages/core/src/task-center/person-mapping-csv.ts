import { err, ok, type Result } from 'neverthrow';
import type { PersonMapping } from './person-mapping.ts';
import { invalid } from './problems.ts';
import type { Invalid } from './task-center.ts';

/** One line of a table: a mapping, or what is wrong with it. */
export type MappingLine =
  | { readonly kind: 'mapping'; readonly line: number; readonly personId: string; readonly remoteId: string }
  | { readonly kind: 'mistake'; readonly line: number; readonly message: string };

export const mostLines = 200_000;
const longestField = 1_000;

const columns: Readonly<Record<'personId' | 'remoteId', readonly string[]>> = {
  personId: ['personid', 'person_id', 'person id', '工号', '学工号', '人员编号', '人员id', '用户编号'],
  remoteId: ['remoteid', 'remote_id', 'remote id', '平台编号', '平台id', '映射编号', '平台人员编号'],
};

interface Row {
  readonly line: number;
  readonly fields: readonly string[];
  /** A quote that never ended, or a field that is no id. */
  readonly broken: boolean;
}

/** Reads rows as RFC 4180 has them, lazily; a field in quotes may hold separators and quotes, but no line break: ids hold none. */
function* rowsOf(text: string, separator: string): Generator<Row> {
  let at = 0;
  let line = 0;
  while (at < text.length) {
    line += 1;
    let end = text.indexOf('\n', at);
    if (end === -1) end = text.length;
    const raw = text.slice(at, text[end - 1] === '\r' ? end - 1 : end);
    at = end + 1;
    yield { line, ...fieldsOf(raw, separator) };
  }
}

const fieldsOf = (raw: string, separator: string): Pick<Row, 'fields' | 'broken'> => {
  if (raw.length > 4 * longestField) return { fields: [], broken: true };
  if (!raw.includes('"')) return { fields: raw.split(separator).map((field) => field.trim()), broken: false };
  const fields: string[] = [];
  let rest = raw;
  for (;;) {
    const quoted = /^\s*"((?:[^"]|"")*)"\s*/.exec(rest);
    const field = quoted === null ? (rest.split(separator, 1)[0] ?? '') : (quoted[1] ?? '').replaceAll('""', '"');
    const taken = quoted === null ? field.length : quoted[0].length;
    if (quoted === null && field.includes('"')) return { fields, broken: true };
    fields.push(field.trim());
    rest = rest.slice(taken);
    if (rest === '') return { fields, broken: false };
    if (!rest.startsWith(separator)) return { fields, broken: true };
    rest = rest.slice(separator.length);
  }
};

// A table that spreadsheets opened may hold an apostrophe before what they would take for a formula.
const asWritten = (field: string): string => (/^'[=+\-@]/.test(field) ? field.slice(1) : field);

const control = /[\u0000-\u001f\u007f]/;

/** What is wrong with an id; null when nothing is. */
export const idIssue = (name: 'personId' | 'remoteId', value: string): string | null => {
  const most = name === 'personId' ? 255 : 200;
  if (value.length === 0) return `${name} is empty`;
  if (value.length > most) return `${name} has more than ${most} characters`;
  return control.test(value) ? `${name} holds a control character` : null;
};

const separatorOf = (header: string): string =>
  [',', '\t', ';'].toSorted((a, b) => header.split(b).length - header.split(a).length)[0] ?? ',';

const headerOf = (header: Row): Result<Readonly<Record<'personId' | 'remoteId', number>>, Invalid> => {
  const names = header.fields.map((field) => field.toLowerCase());
  const place = (name: 'personId' | 'remoteId'): number => names.findIndex((found) => columns[name].includes(found));
  const [personId, remoteId] = [place('personId'), place('remoteId')];
  return personId === -1 || remoteId === -1
    ? err(invalid('/1', 'The first line must name the columns personId (工号, 人员编号) and remoteId (平台编号).'))
    : ok({ personId, remoteId });
};

/** The lines of a table, one by one; empty ones are passed over. */
export const readMappingCsv = (text: string): Result<Iterable<MappingLine>, Invalid> => {
  const clean = text.startsWith('\ufeff') ? text.slice(1) : text;
  const separator = separatorOf(clean.slice(0, 1_000).split('\n', 1)[0] ?? '');
  const rows = rowsOf(clean, separator);
  const first = rows.next();
  if (first.done === true) return err(invalid('', 'There is nothing in this table.'));
  return headerOf(first.value).map((place) => linesOf(rows, place));
};

function* linesOf(
  rows: Iterable<Row>,
  place: Readonly<Record<'personId' | 'remoteId', number>>,
): Generator<MappingLine> {
  for (const { line, fields, broken } of rows) {
    if (broken) {
      yield { kind: 'mistake', line, message: 'its quotes cannot be read' };
      continue;
    }
    if (fields.every((field) => field === '')) continue;
    const [personId, remoteId] = [asWritten(fields[place.personId] ?? ''), asWritten(fields[place.remoteId] ?? '')];
    const message = idIssue('personId', personId) ?? idIssue('remoteId', remoteId);
    yield message === null ? { kind: 'mapping', line, personId, remoteId } : { kind: 'mistake', line, message };
  }
}

const written = (field: string): string => {
  // What begins like a formula would be one to a spreadsheet.
  const safe = /^[=+\-@]/.test(field) ? `'${field}` : field;
  return /[",;\t]/.test(safe) || safe.trim() !== safe ? `"${safe.replaceAll('"', '""')}"` : safe;
};

export const mappingCsvHeader = 'personId,remoteId\r\n';

/** Lines that `readMappingCsv` reads again. */
export const writeMappingCsv = (mappings: readonly Pick<PersonMapping, 'personId' | 'remoteId'>[]): string =>
  mappings.map(({ personId, remoteId }) => `${written(personId)},${written(remoteId)}\r\n`).join('');
