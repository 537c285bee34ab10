import { ok, safeTry, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import { peopleOf } from './conclude.ts';
import type { Stores } from './context.ts';
import type { Acknowledged, Mirror } from './mirror.ts';
import type { VerifyAnswer } from './platform.ts';
import type { SweptPage, SweptPlatform } from './sweep-page.ts';

/** What reading one object back gave. */
export interface ReadBack {
  readonly mirror: Mirror;
  readonly answer: VerifyAnswer;
}

const agrees = ({ state, remoteId }: Acknowledged, remote: VerifyAnswer['remote']): boolean => {
  if (remote === null) return state === 'absent';
  if (remote.state === 'differs') return false;
  const sameId = remote.remoteId === null || remote.remoteId === remoteId;
  return sameId && (remote.state === state || (remote.state === 'present' && state !== 'absent'));
};

const shownBy = ({ acknowledged }: Mirror, remote: VerifyAnswer['remote']): Acknowledged =>
  remote === null
    ? { version: acknowledged.version, state: 'absent', fingerprint: null, remoteId: null }
    : {
        version: acknowledged.version,
        state: remote.state === 'differs' ? 'present' : remote.state,
        fingerprint: null,
        remoteId: remote.remoteId ?? acknowledged.remoteId,
        ...peopleOf(acknowledged),
      };

const same = (a: Mirror, b: Mirror | undefined): b is Mirror =>
  b !== undefined &&
  a.desiredVersion === b.desiredVersion &&
  JSON.stringify(a.acknowledged) === JSON.stringify(b.acknowledged);

/**
 * Writes down where a platform shows something else than it confirmed, and schedules those keys. What changed meanwhile, or is under
 * way, is left alone: its own attempt finds out.
 */
export const correctReadBack = (
  stores: Stores,
  { platform, lane }: SweptPlatform,
  reads: readonly ReadBack[],
): ResultAsync<Pick<SweptPage, 'scheduled' | 'corrected' | 'rings'>, StoreFailure> =>
  safeTry(async function* () {
    const off = reads.filter(
      ({ mirror, answer }) => answer.outcome.kind === 'done' && !agrees(mirror.acknowledged, answer.remote),
    );
    if (off.length === 0) return ok({ scheduled: 0, corrected: 0, rings: [] });
    const keys = off.map(({ mirror }) => mirror.key);
    const underWay = new Set(
      (yield* stores.work.find(keys.map((key) => ({ lane: lane.id, key })))).map(({ key }) => key),
    );
    const stored = yield* stores.mirrors.find(platform.tenant, platform.code, keys);
    const wrong = off.filter(({ mirror }) => !underWay.has(mirror.key) && same(mirror, stored.get(mirror.key)));
    if (wrong.length === 0) return ok({ scheduled: 0, corrected: 0, rings: [] });
    yield* stores.work.schedule(
      wrong.map(({ mirror: { key } }) => ({ lane: lane.id, key, class: 'bulk', delayMs: 0, uncertain: false })),
    );
    yield* stores.mirrors.want(
      wrong.map(({ mirror: { tenant, key, ref, desiredVersion } }) => ({
        tenant,
        platform: platform.code,
        key,
        ref,
        version: desiredVersion + 1,
      })),
    );
    yield* stores.mirrors.acknowledge(
      wrong.map(({ mirror, answer }) => ({
        tenant: mirror.tenant,
        platform: platform.code,
        key: mirror.key,
        acknowledged: shownBy(mirror, answer.remote),
        corrects: true,
      })),
    );
    return ok({
      scheduled: wrong.length,
      corrected: wrong.length,
      rings: [{ lane: lane.id, keys: wrong.map(({ mirror }) => mirror.key) }],
    });
  });
