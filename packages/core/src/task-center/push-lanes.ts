import { ok, safeTry, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Lane } from '../work/lane.ts';
import type { WorkStores } from '../work/ports.ts';
import { laneConfigOf } from './lane-config-of.ts';
import { platformOfLane, pushLaneName } from './lane-names.ts';
import type { PlatformRegistry } from './platform-registry.ts';
import type { Platform } from './ports.ts';

/** The lanes of these platforms of one tenant, by platform code; made where they are missing. */
export const ensurePushLanes = (
  stores: Pick<WorkStores, 'lanes'>,
  registry: PlatformRegistry,
  tenant: string,
  platforms: readonly Platform[],
): ResultAsync<ReadonlyMap<string, Lane>, StoreFailure> =>
  safeTry(async function* () {
    const lanes = new Map<string, Lane>();
    const known = yield* stores.lanes.list(tenant);
    const missing = platforms.filter(({ code }) => !known.some(({ name }) => name === pushLaneName(code)));
    const made =
      missing.length === 0
        ? []
        : yield* stores.lanes.ensure(
            missing.map((platform) => ({
              tenant,
              name: pushLaneName(platform.code),
              config: laneConfigOf(platform, registry.kind(platform.kind)),
            })),
          );
    for (const lane of [...known, ...made]) {
      const code = platformOfLane(lane.name);
      if (code !== null && platforms.some((platform) => platform.code === code)) lanes.set(code, lane);
    }
    return ok(lanes);
  });
