import type { Instant } from '@portico/core';
import type { StatisticsQuery } from '@portico/core/statistics';

const hourMs = 3_600_000;

const ranges = {
  '24h': { hours: 24, step: 'hour' },
  '7d': { hours: 7 * 24, step: 'hour' },
  '30d': { hours: 30 * 24, step: 'day' },
  '90d': { hours: 90 * 24, step: 'day' },
  '365d': { hours: 365 * 24, step: 'day' },
} as const;

export type StatisticsRange = keyof typeof ranges;

export const statisticsRanges = Object.keys(ranges) as readonly StatisticsRange[];

const isRange = (value: string): value is StatisticsRange => Object.hasOwn(ranges, value);

/** What the address asks for; what makes no sense is the usual. */
export const readStatisticsQuery = (
  search: URLSearchParams,
  now: Instant,
  timezone: string,
): { readonly range: StatisticsRange; readonly query: StatisticsQuery } => {
  const wanted = search.get('range') ?? '';
  const range = isRange(wanted) ? wanted : '24h';
  const code = search.get('platform') ?? '';
  const { hours, step } = ranges[range];
  return {
    range,
    query: {
      platform: /^[a-z0-9-]{1,63}$/.test(code) ? code : null,
      from: now - hours * hourMs,
      to: now,
      step,
      timezone,
    },
  };
};
