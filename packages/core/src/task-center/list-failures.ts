import { err, ok, safeTry, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Lane } from '../work/lane.ts';
import type { Stores, TaskCenterContext } from './context.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { failedObjects } from './failed-objects.ts';
import type { FailureCases, FailureGroup } from './failures.ts';
import { platformOfLane, pushLaneName } from './lane-names.ts';
import { notFound } from './problems.ts';
import type { NotFound } from './task-center.ts';

const mostGroups = 200;
/** Groups beyond these are shown without what was said last. */
const groupsInWords = 40;
const largestPage = 50;

const groupsOf = (stores: Stores, tenant: string): ResultAsync<readonly FailureGroup[], StoreFailure> =>
  safeTry(async function* () {
    const platforms = new Map(
      (yield* stores.lanes.list(tenant)).flatMap(({ id, name }) => {
        const platform = platformOfLane(name);
        return platform === null ? [] : [[id, platform] as const];
      }),
    );
    const troubles = yield* stores.work.troubles([...platforms.keys()], mostGroups);
    const inWords = troubles.slice(0, groupsInWords);
    const rest = troubles.slice(groupsInWords);
    const keyOf = ({ lane, sample }: (typeof troubles)[number]) => ({ lane, key: sample });
    const samples = [
      ...(yield* failedObjects(stores, tenant, inWords.map(keyOf), 1)),
      ...(yield* failedObjects(stores, tenant, rest.map(keyOf), 0)),
    ];
    return ok(
      troubles.flatMap(({ lane, sample: key, ...trouble }, index): readonly FailureGroup[] => {
        const sample = samples[index] ?? { key, ref: null, todos: [], todoCount: 0, attempts: [] };
        const words = sample.attempts[0]?.reason ?? null;
        return [{ ...trouble, platform: platforms.get(lane) ?? '', sample, words }];
      }),
    );
  });

/** What is parked and what fails, put together by platform, standing and cause. */
export const createListFailures =
  ({ transactor }: TaskCenterContext): FailureCases['listFailures'] =>
  (tenant) =>
    transactor.run((stores) => groupsOf(stores, tenant));

/** The lane of a platform, which exists once something was to be pushed there. */
export const pushLaneOf = (
  stores: Stores,
  tenant: string,
  platform: string,
): ResultAsync<Lane, StoreFailure | NotFound> =>
  stores.lanes
    .find({ tenant, name: pushLaneName(platform) })
    .andThen((lane) => (lane === null ? err(notFound(`lane of platform "${platform}"`)) : ok(lane)));

export const createListFailed =
  ({ transactor }: TaskCenterContext): FailureCases['listFailed'] =>
  (tenant, { platform, standing, cause }, cursor, limit) =>
    safeTry(async function* () {
      const place = yield* readCursor(cursor, 1);
      const wanted = Math.min(largestPage, Math.max(1, Math.trunc(limit) || 1));
      return transactor.run((stores) =>
        safeTry(async function* () {
          const lane = yield* pushLaneOf(stores, tenant, platform);
          const keys = yield* stores.work.troubled({ lane: lane.id, standing, cause }, place?.[0] ?? null, wanted);
          const items = yield* failedObjects(
            stores,
            tenant,
            keys.map((key) => ({ lane: lane.id, key })),
            3,
          );
          const last = items.length < wanted ? undefined : items.at(-1);
          return ok({ items, nextCursor: last === undefined ? null : writeCursor(last.key) });
        }),
      );
    });
