/** One table of results: the first column names, the others hold figures. */
export interface Table {
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What one scenario found. */
export interface ScenarioReport {
  readonly title: string;
  /** What is compared under which conditions, in Markdown. */
  readonly text: string;
  readonly tables: readonly Table[];
}

const tableText = ({ headings, rows }: Table): string => {
  const all = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(3, ...all.map((cells) => cells[column]?.length ?? 0)));
  const cell = (text: string, column: number): string =>
    column === 0 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0);
  const line = (cells: readonly string[]): string =>
    `| ${headings.map((_, column) => cell(cells[column] ?? '', column)).join(' | ')} |`;
  const rule = widths.map((width, column) => (column === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`));
  return [line(headings), `|${rule.join('|')}|`, ...rows.map(line)].join('\n');
};

/** The report as Markdown, under a heading of the second level. */
export const reportText = ({ title, text, tables }: ScenarioReport): string =>
  [`## ${title}`, text, ...tables.map(tableText)].join('\n\n');
