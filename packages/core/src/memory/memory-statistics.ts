import { okAsync } from 'neverthrow';
import type { Instant } from '../ports/instant.ts';
import { mergeBuckets } from '../statistics/durations.ts';
import type {
  AttemptSum,
  AttemptSums,
  CauseSum,
  StatisticsStores,
  StoreSizes,
  TableSize,
} from '../statistics/ports.ts';
import { inOrder, periodOf, sumAttempts } from '../statistics/sum-attempts.ts';
import type { Attempt } from '../work/attempt.ts';
import { causeOf } from '../work/cause.ts';
import { compareCodePoints } from '../work/code-point-order.ts';
import type { MemoryDatabase } from './memory-database.ts';
import { attemptTable } from './memory-work-rows.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const settlingMs = 15 * 60_000;

const hourOf = (at: Instant): Instant => Math.floor(at / hourMs) * hourMs;

const troubled: ReadonlySet<string> = new Set(['failed', 'refused', 'unknown', 'undecidable', 'credentials']);

interface HourlyCause extends CauseSum {
  readonly hour: Instant;
}

/** Sums of the same lane, period and outcome as one. */
const merged = (sums: readonly AttemptSum[]): readonly AttemptSum[] => {
  const groups = Map.groupBy(sums, ({ lane, at, outcome }) => `${lane} ${at} ${outcome}`);
  return inOrder(
    [...groups.values()].flatMap((group) => {
      const [first] = group;
      return first === undefined
        ? []
        : [
            {
              ...first,
              count: group.reduce((sum, { count }) => sum + count, 0),
              totalMs: group.reduce((sum, { totalMs }) => sum + totalMs, 0),
              durations: mergeBuckets(group.map(({ durations }) => durations)),
              latencies: mergeBuckets(group.map(({ latencies }) => latencies)),
            },
          ];
    }),
  );
};

/** Why attempts failed, by the hour. */
const hourlyCauses = (attempts: Iterable<Attempt>, from: Instant, to: Instant): readonly HourlyCause[] => {
  const causes = new Map<string, HourlyCause>();
  for (const { lane, outcome, reason, claimedAt } of attempts) {
    if (claimedAt < from || claimedAt >= to || !troubled.has(outcome)) continue;
    const cause = causeOf(reason);
    const hour = hourOf(claimedAt);
    const name = JSON.stringify([lane, hour, outcome, cause]);
    const known = causes.get(name);
    const isLater = known === undefined || claimedAt >= known.lastAt;
    causes.set(name, {
      lane,
      hour,
      outcome,
      cause,
      count: (known?.count ?? 0) + 1,
      lastAt: isLater ? claimedAt : known.lastAt,
      words: isLater ? (reason ?? '') : known.words,
    });
  }
  return [...causes.values()];
};

const mergedCauses = (rows: readonly HourlyCause[]): readonly CauseSum[] =>
  [...Map.groupBy(rows, ({ lane, outcome, cause }) => JSON.stringify([lane, outcome, cause])).values()]
    .flatMap((group) => {
      const last = group.toSorted((a, b) => b.lastAt - a.lastAt)[0];
      if (last === undefined) return [];
      const { hour: _, ...sum } = last;
      return [{ ...sum, count: group.reduce((total, { count }) => total + count, 0) }];
    })
    .toSorted((a, b) => b.count - a.count || a.lane - b.lane || compareCodePoints(a.cause, b.cause));

const createAttemptSums = (database: MemoryDatabase): AttemptSums => {
  const attempts = attemptTable(database);
  const hours = database.table<AttemptSum>('attempt-hour');
  const causes = database.table<HourlyCause>('attempt-cause');
  const marks = database.table<Instant>('statistics-mark');

  const noteCauses = (from: Instant, to: Instant): void => {
    for (const cause of hourlyCauses(attempts.values(), from, to))
      causes.set(JSON.stringify([cause.lane, cause.hour, cause.outcome, cause.cause]), cause);
  };

  return {
    rollUp: (most) => {
      const over = hourOf(database.now() - settlingMs);
      let first = Infinity;
      for (const { claimedAt } of attempts.values()) first = Math.min(first, claimedAt);
      const from = marks.get('attempt') ?? hourOf(Math.min(first, over));
      const to = Math.min(over, from + most * hourMs);
      if (to > from) {
        const starts = Array.from({ length: (to - from) / hourMs + 1 }, (_, index) => from + index * hourMs);
        for (const sum of sumAttempts(attempts.values(), starts))
          hours.set(`${sum.lane} ${sum.at} ${sum.outcome}`, sum);
        noteCauses(from, to);
      }
      marks.set('attempt', Math.max(from, to));
      return okAsync(Math.max(0, (over - to) / hourMs));
    },
    read: (lanes, starts) => {
      const upTo = marks.get('attempt') ?? -Infinity;
      const live = [...attempts.values()].filter(({ lane, claimedAt }) => claimedAt >= upTo && lanes.includes(lane));
      const kept = [...hours.values()].flatMap((sum) => {
        const at = lanes.includes(sum.lane) ? periodOf(starts, sum.at) : null;
        return at === null ? [] : [{ ...sum, at }];
      });
      return okAsync(merged([...kept, ...sumAttempts(live, starts)]));
    },
    causes: (lanes, from, limit) => {
      const upTo = marks.get('attempt') ?? -Infinity;
      const kept = [...causes.values()].filter(({ hour }) => hour >= from);
      const live = hourlyCauses(attempts.values(), Math.max(from, upTo), Infinity);
      return okAsync(mergedCauses([...kept, ...live].filter(({ lane }) => lanes.includes(lane))).slice(0, limit));
    },
    prune: (before) => {
      for (const [name, { at }] of hours.entries()) if (at < before) hours.delete(name);
      for (const [name, { hour }] of causes.entries()) if (hour < before) causes.delete(name);
      return okAsync(undefined);
    },
  };
};

const createStoreSizes = (database: MemoryDatabase): StoreSizes => {
  const sizes = database.table<TableSize>('store-size');
  return {
    sample: () => {
      const at = database.now();
      const day = Math.floor(at / dayMs);
      for (const [table, rows] of database.sizes())
        sizes.set(`${day} ${table}`, { at, table: table.replaceAll('-', '_'), rows, bytes: 0 });
      return okAsync(undefined);
    },
    list: (since) =>
      okAsync(
        [...sizes.values()]
          .filter(({ at }) => at >= since)
          .toSorted((a, b) => a.at - b.at || compareCodePoints(a.table, b.table)),
      ),
    prune: (before) => {
      for (const [name, { at }] of sizes.entries()) if (at < before) sizes.delete(name);
      return okAsync(undefined);
    },
  };
};

/** What statistics are kept in, in memory. */
export const createMemoryStatisticsStores = (database: MemoryDatabase): StatisticsStores => ({
  attemptSums: createAttemptSums(database),
  storeSizes: createStoreSizes(database),
});
