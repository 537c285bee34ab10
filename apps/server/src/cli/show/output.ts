import type { Language, Text } from '../language.ts';
import type { Terminal } from '../terminal.ts';
import { cleanText } from './clean-text.ts';
import { choosePaint, type Paint } from './colours.ts';
import type { Column } from './column.ts';
import { createProgress, type Progress } from './progress.ts';
import { createTable, sheet, type TableStyle } from './table.ts';

export interface OutputOptions {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly noColour: boolean;
  readonly language: Language;
}

/** What a command says: to people in words and tables, to programs (`--json`) in JSON. */
export interface Output extends OutputOptions {
  readonly paint: Paint;
  readonly progress: Progress;
  /** Lines on standard output, as they are: the caller has cleaned what came from outside. */
  lines(lines: readonly string[]): Promise<void>;
  /** A list that arrives in pages: a table, or a document a line. Answers how many there were. */
  list(pages: AsyncIterable<readonly unknown[]>, columns: readonly Column[]): Promise<number>;
  /** One object: a line a field, or a document. */
  show(data: unknown, fields: readonly Column[]): Promise<void>;
  /** What was done: a sentence, or the document the server answered. */
  done(data: unknown, sentence: Text): Promise<void>;
  /** The same for one of several: a document a line. */
  doneOne(data: unknown, sentence: Text): Promise<void>;
  /** A document, whether or not `--json` was given. */
  document(data: unknown): Promise<void>;
  /** A remark for people, on standard error. */
  note(remark: Text): Promise<void>;
  table(rows: readonly unknown[], columns: readonly Column[], indent?: string): readonly string[];
  sheet(row: unknown, fields: readonly Column[]): readonly string[];
}

export const createOutput = (terminal: Terminal, options: OutputOptions): Output => {
  const { stdout, stderr } = terminal;
  const { json, quiet, language } = options;
  const paint = choosePaint(stdout.isTerminal && !json, options.noColour, terminal.env);
  const style = (indent: number): TableStyle => ({
    language,
    paint,
    room: stdout.columns === null ? null : Math.max(20, stdout.columns - indent),
  });
  const progress = createProgress(stderr, !quiet && !json, terminal.now);
  const lines = async (all: readonly string[]): Promise<void> => {
    await progress.clear();
    if (all.length > 0) await stdout.write(`${all.join('\n')}\n`);
  };
  const document = async (data: unknown): Promise<void> => lines([JSON.stringify(data ?? null, null, 2)]);
  return {
    ...options,
    paint,
    progress,
    lines,
    document,
    list: async (pages, columns) => {
      const table = createTable(columns, style(0));
      let count = 0;
      for await (const rows of pages) {
        if (rows.length === 0) continue;
        count += rows.length;
        await lines(json ? rows.map((row) => JSON.stringify(row)) : table(rows));
      }
      if (count === 0 && !json && !quiet)
        await stderr.write(language === 'en' ? 'There are none.\n' : '没有符合条件的记录。\n');
      return count;
    },
    show: async (data, fields) => (json ? document(data) : lines(sheet(data, fields, style(0)))),
    done: async (data, sentence) => {
      if (json) return document(data);
      if (!quiet) await lines([cleanText(sentence[language])]);
    },
    doneOne: async (data, sentence) => {
      if (json) return lines([JSON.stringify(data ?? null)]);
      if (!quiet) await lines([cleanText(sentence[language])]);
    },
    note: async (remark) => {
      if (quiet || json) return;
      await progress.clear();
      await stderr.write(`${cleanText(remark[language])}\n`);
    },
    table: (rows, columns, indent = '') =>
      rows.length === 0 ? [] : createTable(columns, style(indent.length))(rows).map((line) => indent + line),
    sheet: (row, fields) => sheet(row, fields, style(0)),
  };
};
