import type { Table } from '../harness/report.ts';
import { median } from '../harness/statistics.ts';
import { summarize } from './measure.ts';
import type { Series } from './series.ts';

const whole = (value: number): string => Math.round(value).toLocaleString('en-US');

const row = (series: Series, all: readonly Series[]): readonly string[] => {
  const { perSecond, lowest, highest, cpuMicros } = summarize(series.runs);
  const limit = all.find(({ name }) => name === series.limit);
  const bound = limit === undefined ? null : summarize(limit.runs);
  // Compared request by request: where one request carries several to-dos, deliveries alone would flatter.
  const requestsEach =
    series.posts === null ? 1 : median(series.posts.map((posts, index) => posts / (series.runs[index]?.count ?? 1)));
  return [
    series.name,
    whole(perSecond),
    `${whole(lowest)} to ${whole(highest)}`,
    whole(cpuMicros),
    series.posts === null ? '' : requestsEach.toFixed(2),
    bound === null ? '' : ((perSecond * requestsEach) / bound.perSecond).toFixed(2),
    bound === null ? '' : (bound.cpuMicros / (cpuMicros / requestsEach)).toFixed(2),
  ];
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

/** Medians over the rounds, beside each delivery its share of the bare POSTs that bound it. */
export const embeddedTable = (all: readonly Series[]): Table => ({
  headings,
  rows: all.map((series) => row(series, all)),
});
