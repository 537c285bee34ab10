import { median, summarize } from './measure.ts';
import type { Series } from './run-bench.ts';

const whole = (value: number): string => Math.round(value).toLocaleString('en-US');

interface Row {
  readonly cells: readonly string[];
}

const row = (series: Series, all: readonly Series[]): Row => {
  const { perSecond, lowest, highest, cpuMicros } = summarize(series.runs);
  const limit = all.find(({ name }) => name === series.limit);
  const bound = limit === undefined ? null : summarize(limit.runs);
  // Compared request by request: where one request carries several to-dos, deliveries alone would flatter.
  const requestsEach =
    series.posts === null ? 1 : median(series.posts.map((posts, index) => posts / (series.runs[index]?.count ?? 1)));
  return {
    cells: [
      series.name,
      whole(perSecond),
      `${whole(lowest)} to ${whole(highest)}`,
      whole(cpuMicros),
      series.posts === null ? '' : requestsEach.toFixed(2),
      bound === null ? '' : ((perSecond * requestsEach) / bound.perSecond).toFixed(2),
      bound === null ? '' : (bound.cpuMicros / (cpuMicros / requestsEach)).toFixed(2),
    ],
  };
};

const headings = [
  'what',
  'a second',
  'lowest to highest',
  'CPU µs each',
  'POSTs each',
  'of the limit',
  'of the limit by CPU',
];

/** The figures as a Markdown table: medians over the rounds, beside each delivery its share of the bare POSTs that bound it. */
export const reportTable = (all: readonly Series[]): string => {
  const rows = [{ cells: headings }, ...all.map((series) => row(series, all))];
  const widths = headings.map((_, column) => Math.max(...rows.map(({ cells }) => cells[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = `|${widths.map((width, column) => (column === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  return [line(headings), rule, ...rows.slice(1).map(({ cells }) => line(cells))].join('\n');
};
