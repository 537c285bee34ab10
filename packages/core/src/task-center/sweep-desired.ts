import { ok, safeTry, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { InstanceState, TaskState } from '../workflow/model.ts';
import type { Stores } from './context.ts';
import { mirrorKey } from './mirror-key.ts';
import type { DesiredMirror, Mirror, MirrorRef } from './mirror.ts';
import { plan } from './plan.ts';
import type { WantedMirror } from './ports.ts';
import { mayHaveBeenDone, parentOf, projectMirrors } from './project-mirrors.ts';
import { sentFingerprint } from './sent-fingerprint.ts';
import { placeCursor, sweepPlace, type SweepPage, type SweptPage, type SweptPlatform } from './sweep-page.ts';

const tasksAtOnce = 200;
const mirrorsAtOnce = 1_000;

const nothingKnown = { version: 0, state: 'absent', fingerprint: null, remoteId: null } as const;

/** Whether an attempt would find something to do for a key that nothing is under way for. */
const differs = (
  { target, platform }: SweptPlatform,
  instance: InstanceState,
  ref: MirrorRef,
  desired: DesiredMirror,
  mirrors: ReadonlyMap<string, Mirror>,
): boolean => {
  const key = mirrorKey(ref);
  const mirror = mirrors.get(key);
  const parent = parentOf(ref, target.capabilities.units);
  const parentState = parent === null ? null : (mirrors.get(mirrorKey(parent))?.acknowledged.state ?? 'absent');
  return (
    plan({
      desired,
      acknowledged: mirror?.acknowledged ?? nothingKnown,
      uncertain: false,
      capabilities: target.capabilities,
      options: {
        override: mirror?.override ?? null,
        showFinished: platform.showFinished,
        resendUndecidable: platform.resendUndecidable,
        uncertainForMs: null,
        fingerprint: sentFingerprint(target, desired, { key, ref }),
        mayHaveBeenDone: mayHaveBeenDone(instance, ref),
        parent: parentState === null ? 'none' : parentState === 'absent' ? 'missing' : 'ready',
      },
    }).kind !== 'none'
  );
};

interface Candidate {
  readonly instance: InstanceState;
  readonly ref: MirrorRef;
  readonly desired: DesiredMirror;
}

/** Schedules every key of these tasks that shows something else than it should and that nothing is under way for. */
const checkTasks = (
  stores: Stores,
  swept: SweptPlatform,
  instances: ReadonlyMap<string, InstanceState>,
  tasksOf: ReadonlyMap<string, readonly TaskState[]>,
): ResultAsync<Pick<SweptPage, 'checked' | 'scheduled' | 'rings'>, StoreFailure> =>
  safeTry(async function* () {
    const { platform, target, lane, route } = swept;
    const candidates = new Map<string, Candidate>();
    for (const [id, tasks] of tasksOf) {
      const instance = instances.get(id);
      if (instance === undefined) continue;
      for (const [key, entry] of projectMirrors(instance, target.capabilities.units, route, tasks))
        candidates.set(key, { instance, ...entry });
    }
    if (candidates.size === 0) return ok({ checked: 0, scheduled: 0, rings: [] });
    const keys = [...candidates.keys()];
    const parents = [...candidates.values()].flatMap(({ ref }) => parentOf(ref, target.capabilities.units) ?? []);
    const mirrors = yield* stores.mirrors.find(platform.tenant, platform.code, [
      ...new Set([...keys, ...parents.map(mirrorKey)]),
    ]);
    const underWay = new Set(
      (yield* stores.work.find(keys.map((key) => ({ lane: lane.id, key })))).map(({ key }) => key),
    );
    const wanted: WantedMirror[] = [];
    for (const [key, { instance, ref, desired }] of candidates) {
      if (underWay.has(key) || !differs(swept, instance, ref, desired, mirrors)) continue;
      wanted.push({ tenant: platform.tenant, platform: platform.code, key, ref, version: instance.version });
    }
    if (wanted.length > 0) {
      yield* stores.work.schedule(
        wanted.map(({ key }) => ({ lane: lane.id, key, class: 'bulk', delayMs: 0, uncertain: false })),
      );
      yield* stores.mirrors.want(wanted);
    }
    const rings = wanted.length === 0 ? [] : [{ lane: lane.id, keys: wanted.map(({ key }) => key) }];
    return ok({ checked: candidates.size, scheduled: wanted.length, rings });
  });

/** Mirrors whose desired version was never confirmed although nothing is under way: what a lost row would leave behind. */
const checkUnattended: SweepPage = (stores, { platform, lane }, { cursor }) =>
  safeTry(async function* () {
    const { after } = sweepPlace(cursor, 'mirrors');
    const mirrors = yield* stores.mirrors.unattended(platform.tenant, platform.code, lane.id, after, mirrorsAtOnce);
    const keys = mirrors.map(({ key }) => key);
    if (keys.length > 0)
      yield* stores.work.schedule(
        keys.map((key) => ({ lane: lane.id, key, class: 'bulk', delayMs: 0, uncertain: false })),
      );
    const last = keys.length < mirrorsAtOnce ? undefined : keys.at(-1);
    return ok({
      checked: keys.length,
      scheduled: keys.length,
      corrected: 0,
      next: last === undefined ? null : placeCursor('mirrors', last),
      rings: keys.length === 0 ? [] : [{ lane: lane.id, keys }],
    });
  });

/**
 * The first level: what should be shown against what was confirmed, with no request to the platform. Tries again what was exhausted,
 * goes over the tasks that changed, and ends with mirrors that nothing attends to.
 */
export const sweepDesired: SweepPage = (stores, swept, sweep) =>
  safeTry(async function* () {
    const { phase, after } = sweepPlace(sweep.cursor, 'tasks');
    if (phase !== 'tasks') return checkUnattended(stores, swept, sweep);
    const redriven = after === null ? yield* stores.work.redrive(swept.lane.id, ['exhausted'], 'bulk', 10_000) : 0;
    const scope = { processId: null, assigneeId: null, status: null, changedSince: sweep.since };
    const tasks = yield* stores.workflow.pageTasks(sweep.tenant, scope, after, tasksAtOnce);
    const tasksOf = Map.groupBy(tasks, ({ instance }) => instance.id);
    const instances = yield* stores.workflow.findInstances(sweep.tenant, [...tasksOf.keys()]);
    const page = yield* checkTasks(
      stores,
      swept,
      instances,
      new Map([...tasksOf].map(([id, found]) => [id, found.map(({ task }) => task)])),
    );
    const last = tasks.length < tasksAtOnce ? undefined : tasks.at(-1)?.task.id;
    return ok({
      ...page,
      scheduled: page.scheduled + redriven,
      corrected: 0,
      next: last === undefined ? placeCursor('mirrors', null) : placeCursor('tasks', last),
    });
  });
