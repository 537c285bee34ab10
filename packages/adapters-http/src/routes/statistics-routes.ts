import type { Statistics } from '@portico/core/statistics';
import { z } from 'zod';
import type { Routes } from '../api/route.ts';
import { toFailure } from '../problems/failure.ts';
import { instantText, pageOf, platformCode } from '../schemas/fields.ts';
import {
  showCause,
  showGrowth,
  shownCause,
  shownGrowth,
  shownStatistics,
  showStatistics,
} from '../schemas/statistics.ts';
import { readSpan } from './read-instants.ts';

const hourMs = 3_600_000;

const days = (most: number, usual: number) =>
  z
    .string()
    .regex(/^\d{1,3}$/)
    .transform(Number)
    .pipe(z.int().min(1).max(most))
    .default(usual)
    .meta({ type: 'integer', minimum: 1, maximum: most });

/** Volume, success, durations, causes and growth. Days are those of `timezone`. */
export const addStatisticsRoutes = (
  { route }: Routes,
  statistics: Pick<Statistics, 'show' | 'causes' | 'growth'>,
  clock: { now(): number },
  timezone: string,
): void => {
  route({
    method: 'get',
    path: '/statistics',
    id: 'showStatistics',
    tag: 'statistics',
    summary: 'Attempts, outcomes, success and durations by platform and hour or day',
    description:
      'The last 24 hours unless told. At most 31 days by the hour, 400 by the day. Durations are told within a fifth; what was sent again counts from the change that it repeats.',
    scope: 'lanes:read',
    query: z.strictObject({
      platform: platformCode.optional(),
      from: instantText.optional(),
      to: instantText.optional(),
      step: z.enum(['hour', 'day']).default('hour'),
    }),
    status: 200,
    data: shownStatistics,
    handle: (request) =>
      readSpan(request).asyncAndThen((span) => {
        const to = span.to ?? clock.now();
        const { platform = null, step } = request.query;
        return statistics
          .show(request.principal.tenant, { platform, from: span.from ?? to - 24 * hourMs, to, step, timezone })
          .map(showStatistics)
          .mapErr(toFailure);
      }),
  });

  route({
    method: 'get',
    path: '/statistics/causes',
    id: 'listCauses',
    tag: 'statistics',
    summary: 'Why attempts at a platform failed lately, the most frequent first',
    description: 'Ids, numbers, times and addresses are masked in a cause.',
    scope: 'lanes:read',
    query: z.strictObject({ platform: platformCode, days: days(90, 7) }),
    status: 200,
    data: pageOf(shownCause),
    handle: ({ principal, query }) =>
      statistics
        .causes(principal.tenant, query.platform, query.days)
        .map((causes) => ({ items: causes.map(showCause), nextCursor: null })),
  });

  route({
    method: 'get',
    path: '/statistics/growth',
    id: 'showGrowth',
    tag: 'statistics',
    summary: 'How the tables of the whole installation grow, and where that leads within a week',
    scope: 'lanes:read',
    query: z.strictObject({ days: days(400, 30) }),
    status: 200,
    data: shownGrowth,
    handle: ({ query }) => statistics.growth(query.days).map(showGrowth),
  });
};
