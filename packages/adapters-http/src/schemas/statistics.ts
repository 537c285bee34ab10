import type { Figures, Growth, StatisticsView, TableGrowth, ToldCause } from '@portico/core/statistics';
import { z } from 'zod';
import { attemptOutcome, instant } from './fields.ts';
import { iso } from './show.ts';

const figures = {
  attempts: z.int(),
  outcomes: z.partialRecord(attemptOutcome, z.int()),
  successShare: z
    .number()
    .nullable()
    .meta({ description: 'Done among those that say something; null when none does.' }),
  medianMs: z.number().nullable(),
  p95Ms: z.number().nullable(),
  latencyMedianMs: z.number().nullable().meta({ description: 'From a change to its confirmation.' }),
  latencyP95Ms: z.number().nullable(),
};

export const shownStatistics = z
  .object({
    from: instant,
    to: instant,
    step: z.enum(['hour', 'day']),
    platforms: z.array(
      z.object({
        platform: z.string(),
        total: z.object(figures),
        periods: z.array(z.object({ at: instant, ...figures })),
      }),
    ),
  })
  .meta({ ref: 'Statistics' });

export const shownCause = z
  .object({ outcome: attemptOutcome, cause: z.string(), words: z.string(), count: z.int(), lastAt: instant })
  .meta({ ref: 'ToldCause' });

const tableGrowth = z.object({
  table: z.string(),
  rows: z.int(),
  bytes: z.int(),
  rowsPerDay: z.number().nullable(),
  bytesPerDay: z.number().nullable(),
  rowsAhead: z.number().nullable().meta({ description: 'In seven days, if it goes on like that.' }),
  bytesAhead: z.number().nullable(),
  days: z.array(z.object({ at: instant, rows: z.int(), bytes: z.int() })),
});

export const shownGrowth = z.object({ tables: z.array(tableGrowth), total: tableGrowth }).meta({ ref: 'Growth' });

const showFigures = (shown: Figures) => ({
  attempts: shown.attempts,
  outcomes: { ...shown.outcomes },
  successShare: shown.successShare,
  medianMs: shown.medianMs,
  p95Ms: shown.p95Ms,
  latencyMedianMs: shown.latencyMedianMs,
  latencyP95Ms: shown.latencyP95Ms,
});

export const showStatistics = ({ from, to, step, platforms }: StatisticsView): z.input<typeof shownStatistics> => ({
  from: iso(from),
  to: iso(to),
  step,
  platforms: platforms.map(({ platform, total, periods }) => ({
    platform,
    total: showFigures(total),
    periods: periods.map((period) => ({ at: iso(period.at), ...showFigures(period) })),
  })),
});

export const showCause = ({ outcome, cause, words, count, lastAt }: ToldCause): z.input<typeof shownCause> => ({
  outcome,
  cause,
  words,
  count,
  lastAt: iso(lastAt),
});

const showTable = ({ days, ...growth }: TableGrowth): z.input<typeof tableGrowth> => ({
  ...growth,
  days: days.map(({ at, rows, bytes }) => ({ at: iso(at), rows, bytes })),
});

export const showGrowth = ({ tables, total }: Growth): z.input<typeof shownGrowth> => ({
  tables: tables.map(showTable),
  total: showTable(total),
});
