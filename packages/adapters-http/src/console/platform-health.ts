import type { Instant, StoreFailure } from '@portico/core';
import type { PeriodFigures, PlatformFigures, Statistics, ToldCause } from '@portico/core/statistics';
import type { Invalid, PushLogEntry, ShownLane, TaskCenter } from '@portico/core/task-center';
import type { StatisticsInvalid } from '@portico/core/statistics';
import { ResultAsync } from 'neverthrow';

const hourMs = 3_600_000;
const recentAttempts = 10;
const causeDays = 7;

/** When something happened last: exactly, or within an hour. */
export type Happened =
  | { readonly kind: 'at'; readonly at: Instant }
  | { readonly kind: 'hour'; readonly from: Instant }
  | { readonly kind: 'never' };

/** How a platform does. */
export interface PlatformHealth {
  /** Null while nothing was ever pushed there. */
  readonly lane: ShownLane | null;
  readonly day: PlatformFigures | null;
  readonly lastSuccess: Happened;
  readonly lastFailure: Happened;
  readonly causes: readonly ToldCause[];
  readonly recent: readonly PushLogEntry[];
}

const failedIn = ({ outcomes }: PeriodFigures): number =>
  (outcomes.failed ?? 0) + (outcomes.refused ?? 0) + (outcomes.unknown ?? 0) + (outcomes.credentials ?? 0);
const doneIn = ({ outcomes }: PeriodFigures): number => outcomes.done ?? 0;

/** From the latest attempts, or from the sums by the hour where those do not reach back as far. */
const lastOf = (
  day: PlatformFigures | null,
  exact: Instant | null,
  count: (period: PeriodFigures) => number,
): Happened => {
  if (exact !== null) return { kind: 'at', at: exact };
  const period = day?.periods.findLast((one) => count(one) > 0);
  return period === undefined ? { kind: 'never' } : { kind: 'hour', from: period.at };
};

const failures: ReadonlySet<string> = new Set(['failed', 'refused', 'unknown', 'credentials', 'undecidable']);

/** Reads how a platform does, without looking through a day of attempts. */
export const readPlatformHealth = (
  taskCenter: Pick<TaskCenter, 'listLanes' | 'listPushLog'>,
  statistics: Pick<Statistics, 'show' | 'causes'>,
  tenant: string,
  platform: string,
  { now, timezone }: { readonly now: Instant; readonly timezone: string },
): ResultAsync<PlatformHealth, StoreFailure | Invalid | StatisticsInvalid> => {
  const filter = { platform, key: null, taskId: null, outcome: null, from: null, to: null };
  return ResultAsync.combine([
    taskCenter.listLanes(tenant),
    statistics.show(tenant, { platform, from: now - 24 * hourMs, to: now, step: 'hour', timezone }),
    statistics.causes(tenant, platform, causeDays),
    taskCenter.listPushLog(tenant, { ...filter, from: now - 7 * 24 * hourMs }, null, recentAttempts),
    taskCenter.listPushLog(tenant, { ...filter, outcome: 'done', from: now - hourMs }, null, 1),
  ]).map(([lanes, shown, causes, recent, done]) => {
    const day = shown.platforms[0] ?? null;
    const failed = recent.items.find(({ attempt }) => failures.has(attempt.outcome))?.attempt.claimedAt ?? null;
    return {
      lane: lanes.find(({ lane }) => lane.name === `push/${platform}`) ?? null,
      day,
      lastSuccess: lastOf(day, done.items[0]?.attempt.claimedAt ?? null, doneIn),
      lastFailure: lastOf(day, failed, failedIn),
      causes,
      recent: recent.items,
    };
  });
};
