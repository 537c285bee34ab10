import { err, ok, safeTry, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import { canonicalJson } from '../work/fingerprint.ts';
import type { Lane } from '../work/lane.ts';
import type { Ring } from '../work/ports.ts';
import type { Stores, TaskCenterContext } from './context.ts';
import { laneConfigOf } from './lane-config-of.ts';
import { pushLaneName } from './lane-names.ts';
import { changedPlatform } from './platform-settings.ts';
import type { Platform } from './ports.ts';
import { conflict, notFound } from './problems.ts';
import { ensurePushLanes } from './push-lanes.ts';
import { shownPlatform } from './show-platform.ts';
import { beginSweep } from './start-sweep.ts';
import type { TaskCenter } from './task-center.ts';

const redrivenAtOnce = 10_000;

/** How the platform is reached and what is sent there; null secrets differ by their sealed texts, whatever is inside. */
const contract = ({ baseUrl, settings, secrets, profile }: Platform): string =>
  canonicalJson({ baseUrl, settings, secrets, profile });

const connects = (before: Platform, after: Platform): boolean => contract(before) !== contract(after);

const shows = (before: Platform, after: Platform): boolean =>
  connects(before, after) ||
  (after.enabled && !before.enabled) ||
  after.showFinished !== before.showFinished ||
  after.resendUndecidable !== before.resendUndecidable;

/** A token that was issued for other settings is no longer to be used. */
export const dropToken = (
  stores: Stores,
  { tenant, code }: Platform,
  seal: (plain: string) => string,
): ResultAsync<void, StoreFailure> =>
  safeTry(async function* () {
    const stored = yield* stores.tokens.read(tenant, code);
    if (stored !== null) yield* stores.tokens.swap(tenant, code, stored.version, seal(''), 0);
    return ok(undefined);
  });

/** Gives what could not be pushed under the earlier settings another try, and looks for what is shown differently now. */
const applyChange = (
  stores: Stores,
  context: TaskCenterContext,
  before: Platform,
  after: Platform,
  lane: Lane,
): ResultAsync<readonly Ring[], StoreFailure> =>
  safeTry(async function* () {
    if (connects(before, after)) yield* dropToken(stores, after, context.secrets.seal);
    if (!after.enabled || !shows(before, after)) return ok([]);
    // Work rows before the lane's own: settlements lock them in this order.
    yield* stores.work.redrive(
      lane.id,
      after.resendUndecidable ? ['refused', 'exhausted', 'undecidable'] : ['refused', 'exhausted'],
      'bulk',
      redrivenAtOnce,
    );
    yield* stores.lanes.reopen(lane.id);
    const begun = yield* beginSweep(stores, context, after, 1, null, 'platform');
    return ok([begun.ring]);
  });

/** Changes a platform; limits take effect within a second, everything else with the next attempt. */
export const createChangePlatform =
  (context: TaskCenterContext): TaskCenter['changePlatform'] =>
  (tenant, code, draft, revision) =>
    context.transactor
      .run((stores) =>
        safeTry(async function* () {
          const before = yield* stores.platforms.find(tenant, code);
          if (before === null) return err(notFound(`platform "${code}"`));
          if (revision !== null && revision !== before.revision) {
            return err(conflict(`It is at revision ${before.revision}; the change was made to revision ${revision}.`));
          }
          const now = yield* stores.workflow.now();
          const changed = changedPlatform(before, draft, { registry: context.registry, secrets: context.secrets, now });
          if (changed.isErr()) return err(changed.error);
          const after = changed.value;
          if (!(yield* stores.platforms.save(after)))
            return err(conflict('It was changed by somebody else meanwhile.'));
          const lane = (yield* ensurePushLanes(stores, context.registry, tenant, [after])).get(code);
          if (lane === undefined) throw new Error('A lane that was made is missing.');
          const rings = yield* applyChange(stores, context, before, after, lane);
          yield* stores.lanes.configure(lane.id, laneConfigOf(after, context.registry.kind(after.kind)));
          const shown = shownPlatform(after, yield* stores.lanes.find({ tenant, name: pushLaneName(code) }));
          return ok({ shown, rings });
        }),
      )
      .map(({ shown, rings }) => {
        context.doorbell.ring(rings);
        return shown;
      });
