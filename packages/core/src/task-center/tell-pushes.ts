import { ok, ResultAsync, safeTry } from 'neverthrow';
import type { DomainEventType } from '../domain-events/domain-event.ts';
import type { Tell, Telling } from '../domain-events/tell.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Park, WorkHandler } from '../work/handler.ts';
import type { Lane } from '../work/lane.ts';
import type { ParkReason } from '../work/outcome.ts';
import type { Stores } from './context.ts';
import { platformOfLane } from './lane-names.ts';
import type { MirrorRef } from './mirror.ts';
import type { PushAck } from './push-handler.ts';
import type { PushItem } from './push-item.ts';

type PushHandler = WorkHandler<Stores, PushItem, PushAck>;

/** Which to-do is meant, at which platform. */
const about = (platform: string, kind: string, { unit, instanceId, taskId, assigneeId }: MirrorRef) => ({
  platform,
  kind,
  unit,
  instanceId,
  taskId,
  assigneeId,
});

/** What an answer changed in what is known of the platform; null when nothing was sent, or it left everything as it was. */
const acknowledgedBy = ({ mirror, kind, operation, acknowledged }: PushAck, trace: string | null): Telling | null => {
  if (acknowledged === null || operation === null) return null;
  const { version, state, remoteId } = acknowledged;
  if (version === mirror.acknowledged.version && state === mirror.acknowledged.state) return null;
  return {
    type: 'todo.acknowledged',
    data: { ...about(mirror.platform, kind, mirror.ref), state, version, remoteId, operation },
    trace,
  };
};

const typeOf: Readonly<Record<ParkReason, DomainEventType>> = {
  refused: 'todo.refused',
  undecidable: 'todo.undecidable',
  exhausted: 'todo.exhausted',
  poison: 'todo.poisoned',
};

/** What parked, with the version that is not shown for it. Keys of a platform that is being removed tell nothing. */
const parkedOn = (
  stores: Stores,
  { tenant, name }: Lane,
  parks: readonly Park[],
): ResultAsync<readonly Telling[], StoreFailure> =>
  safeTry(async function* () {
    const code = platformOfLane(name) ?? '';
    const keys = parks.map(({ key }) => key);
    const [platform, mirrors] = yield* ResultAsync.combine([
      stores.platforms.find(tenant, code),
      stores.mirrors.find(tenant, code, keys),
    ]);
    if (platform === null) return ok([]);
    return ok(
      parks.flatMap(({ key, reason, words, trace }): readonly Telling[] => {
        const mirror = mirrors.get(key);
        if (mirror === undefined) return [];
        const { ref, desiredVersion } = mirror;
        const data = {
          ...about(code, platform.kind, ref),
          version: desiredVersion,
          code: reason,
          reason: words,
        };
        return [{ type: typeOf[reason], data, trace }];
      }),
    );
  });

/** A push handler that tells what its pushes come to: what platforms acknowledge, and what parks. */
export const tellPushes = (handler: PushHandler, tell: Tell): PushHandler => ({
  ...handler,
  acknowledge: (stores, lane, acks) =>
    handler.acknowledge(stores, lane, acks).andThen(() =>
      tell(
        stores,
        lane.tenant,
        acks.flatMap(({ claim, ack }) => acknowledgedBy(ack, claim.trace) ?? []),
      ),
    ),
  parked: (stores, lane, parks) =>
    parkedOn(stores, lane, parks).andThen((tellings) => tell(stores, lane.tenant, tellings)),
});
