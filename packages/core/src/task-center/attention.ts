import { ok, safeTry, type ResultAsync } from 'neverthrow';
import type { Instant } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Trouble } from '../work/trouble.ts';
import { inOrderOfUrgency, type AttentionCases, type AttentionItem } from './attention-items.ts';
import type { Stores, TaskCenterContext } from './context.ts';
import { platformOfLane, pushLaneName } from './lane-names.ts';
import { lanesOf, shownLanes } from './lanes.ts';
import { sweepsOf } from './list-sweeps.ts';
import type { Platform } from './ports.ts';
import type { ShownLane } from './task-center.ts';

/** What other contexts want to have looked at, read in the same transaction. */
export type AttentionSource = (
  stores: Stores,
  tenant: string,
  now: Instant,
) => ResultAsync<readonly AttentionItem[], StoreFailure>;

/** Due for so long, although nothing holds the lane back, means that nobody works on it. */
const stuckMs = 5 * 60_000;
const recentMs = 24 * 3_600_000;
const mostGroups = 200;

const notMapped = 'is not mapped in the space';

const ofLane = (platform: Platform, shown: ShownLane | undefined, now: Instant): readonly AttentionItem[] => {
  const { code } = platform;
  if (shown === undefined)
    return platform.enabled ? [] : [{ kind: 'disabled', platform: code, lane: null, until: null, waiting: 0 }];
  const { lane, depth } = shown;
  const waiting = depth.due + depth.scheduled;
  const held = { platform: code, lane: lane.name, waiting };
  if (!platform.enabled) return [{ kind: 'disabled', ...held, until: null }];
  if (lane.paused) return [{ kind: 'paused', ...held, until: null }];
  const isClosed = lane.closedUntil > now;
  if (lane.closedReason === 'credentials' && (isClosed || lane.trips > 0))
    return [{ kind: 'credentials', ...held, until: isClosed ? lane.closedUntil : null }];
  if (isClosed) return [{ kind: lane.closedReason ?? 'breaker', ...held, until: lane.closedUntil }];
  const { oldestDueMs } = depth;
  return oldestDueMs !== null && oldestDueMs > stuckMs
    ? [{ kind: 'stuck', platform: code, lane: lane.name, waiting: depth.due, oldestDueMs }]
    : [];
};

const kindOf = ({ standing, cause }: Trouble): Extract<AttentionItem, { readonly causes: number }>['kind'] =>
  standing === 'refused' && cause.includes(notMapped) ? 'unmapped' : standing;

const earlier = (a: Instant | null, b: Instant | null): Instant | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b);

/** One item a platform and kind; the most frequent cause speaks for the others. */
const ofTroubles = (
  troubles: readonly Trouble[],
  platformOf: ReadonlyMap<number, string>,
): readonly AttentionItem[] => {
  const items = new Map<string, Extract<AttentionItem, { readonly causes: number }>>();
  for (const trouble of troubles) {
    const kind = kindOf(trouble);
    const platform = platformOf.get(trouble.lane) ?? '';
    const name = JSON.stringify([platform, kind]);
    const known = items.get(name);
    items.set(
      name,
      known === undefined
        ? { kind, platform, count: trouble.count, causes: 1, cause: trouble.cause, oldest: trouble.oldest }
        : {
            ...known,
            count: known.count + trouble.count,
            causes: known.causes + 1,
            oldest: earlier(known.oldest, trouble.oldest),
          },
    );
  }
  return [...items.values()];
};

/** The latest sweep of each platform and level, where it failed. */
const ofSweeps = (stores: Stores, tenant: string, now: Instant): ResultAsync<readonly AttentionItem[], StoreFailure> =>
  sweepsOf(stores, tenant, null, 200).map((sweeps) => {
    const seen = new Set<string>();
    return sweeps.flatMap(({ id, platform, level, state, failure, updatedAt }): readonly AttentionItem[] => {
      const name = `${platform} ${level}`;
      if (seen.has(name)) return [];
      seen.add(name);
      return state === 'failed' && updatedAt > now - recentMs
        ? [{ kind: 'sweep-failed', platform, id, failure, at: updatedAt }]
        : [];
    });
  });

/** What a person should look at, the most urgent first. */
export const createAttention =
  ({ transactor }: TaskCenterContext, sources: readonly AttentionSource[]): AttentionCases['attention'] =>
  (tenant) =>
    transactor.run((stores) =>
      safeTry(async function* () {
        const now = yield* stores.workflow.now();
        const lanes = yield* shownLanes(stores, yield* lanesOf(stores, tenant));
        const platforms = yield* stores.platforms.list(tenant);
        const byName = new Map(lanes.map((shown) => [shown.lane.name, shown]));
        const platformOf = new Map(lanes.map(({ lane }) => [lane.id, platformOfLane(lane.name) ?? lane.name]));
        const enabled = new Set(platforms.filter((one) => one.enabled).map(({ code }) => code));
        const pushing = lanes.filter(({ lane }) => enabled.has(platformOfLane(lane.name) ?? ''));
        const troubles = yield* stores.work.troubles(
          pushing.map(({ lane }) => lane.id),
          mostGroups,
        );
        const items = [
          ...platforms.flatMap((platform) => ofLane(platform, byName.get(pushLaneName(platform.code)), now)),
          ...ofTroubles(troubles, platformOf),
          ...(yield* ofSweeps(stores, tenant, now)),
        ];
        for (const source of sources) items.push(...(yield* source(stores, tenant, now)));
        return ok(inOrderOfUrgency(items));
      }),
    );
