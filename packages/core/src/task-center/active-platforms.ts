import { ok, safeTry, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Lane } from '../work/lane.ts';
import type { WorkStores } from '../work/ports.ts';
import type { PlatformRegistry } from './platform-registry.ts';
import type { TaskCenterPlatform } from './platform.ts';
import type { Platform, TaskCenterStores } from './ports.ts';
import { ensurePushLanes } from './push-lanes.ts';
import { routeFor, type Route } from './route.ts';

/** An enabled platform, opened, with its lane and its reading of the rules. */
export interface ActivePlatform {
  readonly platform: Platform;
  readonly target: TaskCenterPlatform;
  readonly lane: Lane;
  readonly route: Route;
}

/**
 * A tenant's enabled platforms. One whose settings cannot be opened (its secrets were sealed under another key) is left out; once they
 * can, its sweep catches up.
 */
export const activePlatforms = (
  stores: Pick<TaskCenterStores, 'platforms' | 'rules'> & Pick<WorkStores, 'lanes'>,
  registry: PlatformRegistry,
  tenant: string,
): ResultAsync<readonly ActivePlatform[], StoreFailure> =>
  safeTry(async function* () {
    const enabled = (yield* stores.platforms.list(tenant)).filter((platform) => platform.enabled);
    if (enabled.length === 0) return ok([]);
    const rules = yield* stores.rules.list(tenant);
    const lanes = yield* ensurePushLanes(stores, registry, tenant, enabled);
    return ok(
      enabled.flatMap((platform): readonly ActivePlatform[] => {
        const target = registry.open(platform);
        const lane = lanes.get(platform.code);
        if (target.isErr() || lane === undefined) return [];
        return [{ platform, target: target.value, lane, route: routeFor(rules, platform.code) }];
      }),
    );
  });
