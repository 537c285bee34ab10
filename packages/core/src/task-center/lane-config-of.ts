import { defaultLaneConfig, type LaneConfig } from '../work/lane.ts';
import type { PlatformKind } from './platform.ts';
import type { Platform, RetrySettings } from './ports.ts';

const schedule = (interval: NonNullable<RetrySettings['intervalSeconds']>): readonly number[] =>
  (typeof interval === 'number' ? [interval] : interval).map((seconds) => seconds * 1_000);

/** The limits of a platform's lane: its own settings, over what its kind says, over what suits an ordinary HTTP API. */
export const laneConfigOf = (
  platform: Pick<Platform, 'retry' | 'concurrency' | 'batchSize' | 'timeoutMs' | 'rate'>,
  kind: PlatformKind | null,
): LaneConfig => {
  const base: LaneConfig = { ...defaultLaneConfig, ...kind?.lane };
  const { concurrency, batchSize, timeoutMs, rate, retry } = platform;
  return {
    ...base,
    concurrency,
    batchSize,
    timeoutMs,
    rate,
    retry: {
      scheduleMs: retry.intervalSeconds === null ? base.retry.scheduleMs : schedule(retry.intervalSeconds),
      maxAttempts: retry.count,
      maxAgeMs: retry.maxAgeSeconds * 1_000,
    },
  };
};
