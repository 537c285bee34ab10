import { err, ok, safeTry } from 'neverthrow';
import type { TaskCenterContext } from './context.ts';
import { pushLaneName } from './lane-names.ts';
import { dropToken } from './change-platform.ts';
import { conflict, notFound } from './problems.ts';
import type { TaskCenter } from './task-center.ts';

const forgottenAtOnce = 5_000;

/** Forgets a disabled platform: its mirrors a bounded number at a time, then itself with its lane. The platform is not told. */
export const createRemovePlatform =
  ({ transactor, secrets }: TaskCenterContext): TaskCenter['removePlatform'] =>
  (tenant, code) => {
    const step = () =>
      transactor.run((stores) =>
        safeTry(async function* () {
          const platform = yield* stores.platforms.find(tenant, code);
          if (platform === null) return err(notFound(`platform "${code}"`));
          if (platform.enabled) return err(conflict('It is enabled; disable it first.'));
          const forgotten = yield* stores.mirrors.forget(tenant, code, forgottenAtOnce);
          if (forgotten === forgottenAtOnce) return ok(false);
          const lane = yield* stores.lanes.find({ tenant, name: pushLaneName(code) });
          if (lane !== null) yield* stores.lanes.remove(lane.id);
          yield* dropToken(stores, platform, secrets.seal);
          yield* stores.platforms.remove(tenant, code);
          return ok(true);
        }),
      );
    return safeTry(async function* () {
      while (!(yield* step()));
      return ok(undefined);
    });
  };
