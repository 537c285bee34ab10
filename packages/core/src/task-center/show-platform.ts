import { err, ok, safeTry } from 'neverthrow';
import type { Lane } from '../work/lane.ts';
import type { TaskCenterContext } from './context.ts';
import { pushLaneName } from './lane-names.ts';
import type { Platform } from './ports.ts';
import { notFound } from './problems.ts';
import type { ShownPlatform, TaskCenter } from './task-center.ts';

/** A platform as callers may see it. */
export const shownPlatform = ({ secrets, ...platform }: Platform, lane: Lane | null): ShownPlatform => ({
  ...platform,
  secretNames: Object.keys(secrets).toSorted(),
  lane,
});

/** A tenant's platforms by code. */
export const createListPlatforms =
  ({ transactor }: TaskCenterContext): TaskCenter['listPlatforms'] =>
  (tenant) =>
    transactor.run((stores) =>
      safeTry(async function* () {
        const platforms = yield* stores.platforms.list(tenant);
        const lanes = new Map((yield* stores.lanes.list(tenant)).map((lane) => [lane.name, lane]));
        return ok(platforms.map((platform) => shownPlatform(platform, lanes.get(pushLaneName(platform.code)) ?? null)));
      }),
    );

export const createShowPlatform =
  ({ transactor }: TaskCenterContext): TaskCenter['showPlatform'] =>
  (tenant, code) =>
    transactor.run((stores) =>
      safeTry(async function* () {
        const platform = yield* stores.platforms.find(tenant, code);
        if (platform === null) return err(notFound(`platform "${code}"`));
        return ok(shownPlatform(platform, yield* stores.lanes.find({ tenant, name: pushLaneName(code) })));
      }),
    );
