import { err, ok, safeTry } from 'neverthrow';
import type { TaskCenterContext } from './context.ts';
import { draftPlatform } from './platform-settings.ts';
import { conflict } from './problems.ts';
import { ensurePushLanes } from './push-lanes.ts';
import { defaultRules } from './route.ts';
import { shownPlatform } from './show-platform.ts';
import { beginSweep } from './start-sweep.ts';
import type { TaskCenter } from './task-center.ts';

/** Adds a platform. The first one of a tenant brings the rules that a tenant starts with. */
export const createCreatePlatform =
  (context: TaskCenterContext): TaskCenter['createPlatform'] =>
  (tenant, draft) =>
    context.transactor
      .run((stores) =>
        safeTry(async function* () {
          const now = yield* stores.workflow.now();
          const drafted = draftPlatform(tenant, draft, { registry: context.registry, secrets: context.secrets, now });
          if (drafted.isErr()) return err(drafted.error);
          const platform = drafted.value;
          const others = yield* stores.platforms.list(tenant);
          if (others.length === 0 && (yield* stores.rules.list(tenant)).length === 0)
            yield* stores.rules.replace(tenant, defaultRules);
          if (!(yield* stores.platforms.save(platform)))
            return err(conflict(`There is a platform "${platform.code}" already.`));
          const lanes = yield* ensurePushLanes(stores, context.registry, tenant, [platform]);
          const begun = platform.enabled ? yield* beginSweep(stores, context, platform, 1, null, 'platform') : null;
          return ok({
            shown: shownPlatform(platform, lanes.get(platform.code) ?? null),
            rings: begun === null ? [] : [begun.ring],
          });
        }),
      )
      .map(({ shown, rings }) => {
        context.doorbell.ring(rings);
        return shown;
      });
