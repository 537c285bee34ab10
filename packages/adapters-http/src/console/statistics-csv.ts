import type { Growth, StatisticsView } from '@portico/core/statistics';

/** One field as RFC 4180 has it; what a spreadsheet would take for a formula is told apart by an apostrophe. */
const field = (value: string | number | null): string => {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

const lines = (rows: readonly (readonly (string | number | null)[])[]): string =>
  // The mark makes spreadsheets read UTF-8.
  `\u{FEFF}${rows.map((row) => row.map(field).join(',')).join('\r\n')}\r\n`;

const counted = ['done', 'failed', 'refused', 'unknown', 'undecidable', 'credentials', 'deferred'] as const;

/** A line for each platform and period; times in UTC. */
export const statisticsCsv = ({ platforms, step }: StatisticsView): string =>
  lines([
    [
      'platform',
      step,
      'attempts',
      ...counted,
      'success_share',
      'median_ms',
      'p95_ms',
      'latency_median_ms',
      'latency_p95_ms',
    ],
    ...platforms.flatMap(({ platform, periods }) =>
      periods.map((period) => [
        platform,
        new Date(period.at).toISOString(),
        period.attempts,
        ...counted.map((outcome) => period.outcomes[outcome] ?? 0),
        period.successShare === null ? null : Math.round(period.successShare * 10_000) / 10_000,
        period.medianMs,
        period.p95Ms,
        period.latencyMedianMs,
        period.latencyP95Ms,
      ]),
    ),
  ]);

/** A line for each table and day. */
export const growthCsv = ({ tables }: Growth): string =>
  lines([
    ['table', 'at', 'rows', 'bytes'],
    ...tables.flatMap(({ table, days }) =>
      days.map(({ at, rows, bytes }) => [table, new Date(at).toISOString(), rows, bytes]),
    ),
  ]);
