import { ok, safeTry, type ResultAsync } from 'neverthrow';
import type { Clock } from '../ports/clock.ts';
import type { Millis } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Outcome } from '../work/outcome.ts';
import type { InstanceState } from '../workflow/model.ts';
import type { Stores } from './context.ts';
import { loadPeople, peopleOfCall } from './mapped-people.ts';
import type { Mirror, MirrorContent, MirrorRef } from './mirror.ts';
import type { People, PushContext, VerifyAnswer } from './platform.ts';
import type { Sweep } from './ports.ts';
import { desiredMirror, fullContent } from './project-mirrors.ts';
import type { ReadBack } from './read-back.ts';
import type { Route } from './route.ts';
import { placeCursor, sweepPlace, type SweptPlatform } from './sweep-page.ts';

const mirrorsAtOnce = 50;
/** Pushing goes first: reading back takes at most this many of a platform's slots, and half of its rate. */
const slots = 4;

/** Mirrors to be read back, with the instances that they show. */
export interface ReadBackPage {
  readonly mirrors: readonly Mirror[];
  readonly instances: ReadonlyMap<string, InstanceState>;
  /** Who is who there. */
  readonly people: People;
  readonly next: string | null;
}

/**
 * The next mirrors of a second-level sweep that nothing is under way for. What was confirmed a moment ago is left out: the platform
 * may not show it to readers yet, and not finding it would make a second one.
 */
export const readBackPage = (
  stores: Stores,
  { lane, target, platform, route }: SweptPlatform,
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
    const contents = mirrors.flatMap(({ ref }) => {
      const instance = instances.get(ref.instanceId);
      return instance === undefined ? [] : [shownContent(instance, ref, route)];
    });
    const people = yield* loadPeople(stores, platform, target, contents);
    const last = page.length < mirrorsAtOnce ? undefined : page.at(-1)?.key;
    return ok({ mirrors, instances, people, next: last === undefined ? null : placeCursor('mirrors', last) });
  });

const shownContent = (instance: InstanceState, ref: MirrorRef, route: Route): MirrorContent => {
  const desired = desiredMirror(instance, ref, route);
  return desired.state === 'absent' ? fullContent(instance, ref) : desired.content;
};

/** An answer after which nothing more is read now. */
export type ReadBackStop = Exclude<Outcome, { readonly kind: 'done' | 'refused' }>;

const stopAt = ({ outcome }: VerifyAnswer): readonly ReadBackStop[] =>
  outcome.kind === 'done' || outcome.kind === 'refused' ? [] : [outcome];

const later = (forMs: Millis, reason: string): ReadBackStop => ({ kind: 'deferred', scope: 'key', forMs, reason });

const pause = (clock: Clock, forMs: Millis): Promise<void> =>
  new Promise((resolve) => void clock.timer(forMs, resolve));

/** What was read, in the order of the page. */
export interface ReadBackEnd {
  readonly reads: readonly ReadBack[];
  /** So many of them, from the first, need not be read again. */
  readonly whole: number;
  /** Why it stopped before the end of the page. */
  readonly stop: ReadBackStop | null;
}

/** Reads objects back, a few at a time; stops at the first answer that says to. */
export const readBackAll = async (
  { platform, target, route }: SweptPlatform,
  { mirrors, instances, people }: ReadBackPage,
  context: PushContext,
  clock: Clock,
): Promise<ReadBackEnd> => {
  const reads: ReadBack[] = [];
  const known = mirrors.flatMap((mirror) => {
    const instance = instances.get(mirror.ref.instanceId);
    return instance === undefined ? [] : [{ mirror, instance }];
  });
  const read = async ({ mirror, instance }: (typeof known)[number]): Promise<VerifyAnswer> => {
    return target.verify(
      {
        operation: 'update',
        key: mirror.key,
        ref: mirror.ref,
        content: shownContent(instance, mirror.ref, route),
        version: mirror.desiredVersion,
        remoteId: mirror.acknowledged.remoteId,
        parentRemoteId: null,
        people: peopleOfCall(people, mirror.acknowledged, 'verify'),
        first: false,
      },
      context,
    );
  };
  const width = Math.min(slots, platform.concurrency);
  for (let start = 0; start < known.length; start += width) {
    if (context.signal.aborted || context.remainingMs() <= 0)
      return { reads, whole: reads.length, stop: later(0, 'its time was over') };
    const whole = reads.length;
    const chunk = known.slice(start, start + width);
    const began = clock.monotonic();
    const answers = await Promise.all(chunk.map(read));
    chunk.forEach(({ mirror }, index) => {
      const answer = answers[index];
      if (answer !== undefined) reads.push({ mirror, answer });
    });
    const [stop] = answers.flatMap(stopAt);
    if (stop !== undefined) return { reads, whole, stop };
    const due =
      platform.rate === null ? 0 : (chunk.length / platform.rate.perSecond) * 2_000 - (clock.monotonic() - began);
    if (due > context.remainingMs())
      return { reads, whole: reads.length, stop: later(due, 'reading back keeps to half of the platform’s rate') };
    if (due > 0) await pause(clock, due);
  }
  return { reads, whole: reads.length, stop: null };
};
