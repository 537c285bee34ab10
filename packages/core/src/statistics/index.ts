export { createStatistics, type StatisticsDependencies } from './create-statistics.ts';
export { bucketOf, durationBounds, percentile } from './durations.ts';
export type { AttemptSum, AttemptSums, Bucket, CauseSum, StatisticsStores, StoreSizes, TableSize } from './ports.ts';
export { projectGrowth, type Growth, type TableGrowth } from './project-growth.ts';
export type {
  Figures,
  PeriodFigures,
  PlatformFigures,
  Statistics,
  StatisticsInvalid,
  StatisticsQuery,
  StatisticsView,
  ToldCause,
} from './statistics.ts';
