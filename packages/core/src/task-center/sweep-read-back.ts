import { ok, safeTry, type ResultAsync } from 'neverthrow';
import type { Clock } from '../ports/clock.ts';
import type { Millis } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { AttemptContext } from '../work/handler.ts';
import type { Outcome } from '../work/outcome.ts';
import type { InstanceState } from '../workflow/model.ts';
import type { Stores } from './context.ts';
import type { Mirror } from './mirror.ts';
import type { VerifyAnswer } from './platform.ts';
import type { Sweep } from './ports.ts';
import { desiredMirror, fullContent } from './project-mirrors.ts';
import type { ReadBack } from './read-back.ts';
import { placeCursor, sweepPlace, type SweptPlatform } from './sweep-page.ts';

const mirrorsAtOnce = 50;
/** Pushing goes first: reading back takes at most this many of a platform's slots, and half of its rate. */
const slots = 4;

/** Mirrors to be read back, with the instances that they show. */
export interface ReadBackPage {
  readonly mirrors: readonly Mirror[];
  readonly instances: ReadonlyMap<string, InstanceState>;
  readonly next: string | null;
}

/**
 * The next mirrors of a second-level sweep that nothing is under way for. What was confirmed a moment ago is left out: the platform
 * may not show it to readers yet, and not finding it would make a second one.
 */
export const readBackPage = (
  stores: Stores,
  { lane, target }: SweptPlatform,
  sweep: Sweep,
): ResultAsync<ReadBackPage, StoreFailure> =>
  safeTry(async function* () {
    const { after } = sweepPlace(sweep.cursor, 'mirrors');
    const page = yield* stores.mirrors.page(sweep.tenant, sweep.platform, sweep.since, after, mirrorsAtOnce);
    const underWay = new Set(
      (yield* stores.work.find(page.map(({ key }) => ({ lane: lane.id, key })))).map(({ key }) => key),
    );
    const settledBefore = (yield* stores.workflow.now()) - target.capabilities.settlingMs;
    const mirrors = page.filter(
      ({ key, override, acknowledgedAt }) =>
        !underWay.has(key) && override !== 'ignored' && (acknowledgedAt === null || acknowledgedAt <= settledBefore),
    );
    const instances = yield* stores.workflow.findInstances(sweep.tenant, [
      ...new Set(mirrors.map(({ ref }) => ref.instanceId)),
    ]);
    const last = page.length < mirrorsAtOnce ? undefined : page.at(-1)?.key;
    return ok({ mirrors, instances, next: last === undefined ? null : placeCursor('mirrors', last) });
  });

const pause = (clock: Clock, forMs: Millis): Promise<void> =>
  new Promise((resolve) => void clock.timer(forMs, resolve));

/** Reads objects back, a few at a time; stops at the first answer that says to. */
export const readBackAll = async (
  { platform, target, route }: SweptPlatform,
  { mirrors, instances }: ReadBackPage,
  context: AttemptContext,
  clock: Clock,
): Promise<{ readonly reads: readonly ReadBack[]; readonly stop: Outcome | null }> => {
  const reads: ReadBack[] = [];
  const known = mirrors.flatMap((mirror) => {
    const instance = instances.get(mirror.ref.instanceId);
    return instance === undefined ? [] : [{ mirror, instance }];
  });
  const read = async ({ mirror, instance }: (typeof known)[number]): Promise<VerifyAnswer> => {
    const desired = desiredMirror(instance, mirror.ref, route);
    return target.verify(
      {
        operation: 'update',
        key: mirror.key,
        ref: mirror.ref,
        content: desired.state === 'absent' ? fullContent(instance, mirror.ref) : desired.content,
        version: mirror.desiredVersion,
        remoteId: mirror.acknowledged.remoteId,
        parentRemoteId: null,
      },
      context,
    );
  };
  const width = Math.min(slots, platform.concurrency);
  for (let start = 0; start < known.length; start += width) {
    if (context.signal.aborted || context.remainingMs() <= 0)
      return { reads, stop: { kind: 'deferred', scope: 'key', forMs: 0, reason: 'its time was over' } };
    const chunk = known.slice(start, start + width);
    const began = clock.monotonic();
    const answers = await Promise.all(chunk.map(read));
    chunk.forEach(({ mirror }, index) => {
      const answer = answers[index];
      if (answer !== undefined) reads.push({ mirror, answer });
    });
    const stop = answers.map(({ outcome }) => outcome).find(({ kind }) => kind !== 'done' && kind !== 'refused');
    if (stop !== undefined) return { reads, stop };
    const due =
      platform.rate === null ? 0 : (chunk.length / platform.rate.perSecond) * 2_000 - (clock.monotonic() - began);
    if (due > 0) await pause(clock, due);
  }
  return { reads, stop: null };
};
