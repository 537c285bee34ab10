import { err, ok, safeTry, type ResultAsync } from 'neverthrow';
import type { Instant } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Transactor } from '../ports/transactor.ts';
import { platformOfLane } from '../task-center/lane-names.ts';
import type { WorkStores } from '../work/ports.ts';
import type { WorkflowStores } from '../workflow/ports.ts';
import { figuresByPlatform } from './figures.ts';
import { periodStarts } from './period-starts.ts';
import type { StatisticsStores } from './ports.ts';
import { projectGrowth } from './project-growth.ts';
import type { Statistics, StatisticsInvalid, StatisticsQuery } from './statistics.ts';

const dayMs = 24 * 3_600_000;
const mostDays = { hour: 31, day: 400 };
const mostCauses = 50;
/** Hours that share a transaction, and how many of those a tick does: a first start has months to sum up. */
const together = 24;
const roundsATick = 30;

type Stores = StatisticsStores & Pick<WorkStores, 'lanes'> & Pick<WorkflowStores, 'workflow'>;

export interface StatisticsDependencies {
  readonly transactor: Transactor<Stores>;
}

const invalid = (pointer: string, message: string): StatisticsInvalid => ({ code: 'INVALID', pointer, message });

const check = ({ from, to, step }: StatisticsQuery): StatisticsInvalid | null => {
  if (to <= from) return invalid('/to', 'must be after `from`');
  return to - from > mostDays[step] * dayMs
    ? invalid('/from', `by the ${step}, at most ${mostDays[step]} days can be shown`)
    : null;
};

/** The push lanes of a tenant with their platforms; of one platform when it is named. */
const lanesOf = (
  stores: Stores,
  tenant: string,
  platform: string | null,
): ResultAsync<ReadonlyMap<number, string>, StoreFailure> =>
  stores.lanes.list(tenant).map(
    (lanes) =>
      new Map(
        lanes.flatMap(({ id, name }) => {
          const code = platformOfLane(name);
          return code === null || (platform !== null && code !== platform) ? [] : [[id, code] as const];
        }),
      ),
  );

const bounded = (days: number, most: number): number => Math.min(most, Math.max(1, Math.trunc(days) || 1));

/** Statistics over what is summed up of the attempt log. */
export const createStatistics = ({ transactor }: StatisticsDependencies): Statistics => {
  const since = (days: number, stores: Stores): ResultAsync<Instant, StoreFailure> =>
    stores.workflow.now().map((now) => now - days * dayMs);
  return {
    show: (tenant, query) =>
      safeTry(async function* () {
        const wrong = check(query);
        if (wrong !== null) return err(wrong);
        const { from, to, step, timezone } = query;
        const starts = periodStarts(from, to, step, timezone);
        const platforms = yield* transactor.run((stores) =>
          safeTry(async function* () {
            const lanes = yield* lanesOf(stores, tenant, query.platform);
            const sums = yield* stores.attemptSums.read([...lanes.keys()], starts);
            return ok(figuresByPlatform(sums, lanes, starts));
          }),
        );
        return ok({ from: starts[0] ?? from, to: starts.at(-1) ?? to, step, platforms });
      }),
    causes: (tenant, platform, days) =>
      transactor.run((stores) =>
        safeTry(async function* () {
          const lanes = yield* lanesOf(stores, tenant, platform);
          const from = yield* since(bounded(days, 90), stores);
          const causes = yield* stores.attemptSums.causes([...lanes.keys()], from, mostCauses);
          return ok(
            causes.map(({ outcome, cause, count, lastAt, words }) => ({ outcome, cause, count, lastAt, words })),
          );
        }),
      ),
    growth: (days) =>
      transactor.run((stores) =>
        since(bounded(days, 400), stores)
          .andThen((from) => stores.storeSizes.list(from))
          .map(projectGrowth),
      ),
    tick: () =>
      safeTry(async function* () {
        for (let round = 0; round < roundsATick; round += 1)
          if ((yield* transactor.run(({ attemptSums }) => attemptSums.rollUp(together))) === 0) break;
        yield* transactor.run(({ storeSizes }) => storeSizes.sample());
        return ok(undefined);
      }),
    maintain: (keepDays) =>
      transactor.run((stores) =>
        since(keepDays, stores).andThen((before) =>
          stores.attemptSums.prune(before).andThen(() => stores.storeSizes.prune(before)),
        ),
      ),
  };
};
