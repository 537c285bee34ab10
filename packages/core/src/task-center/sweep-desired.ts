import { ok, safeTry, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { WorkState } from '../work/claim.ts';
import type { InstanceState } from '../workflow/model.ts';
import type { Stores } from './context.ts';
import { mirrorKey } from './mirror-key.ts';
import { hasMoved, loadPeople, peopleOfCall } from './mapped-people.ts';
import type { Acknowledged, DesiredMirror, Mirror, MirrorRef } from './mirror.ts';
import { plan } from './plan.ts';
import type { People } from './platform.ts';
import type { Sweep, WantedMirror } from './ports.ts';
import { desiredMirror, mayHaveBeenDone, parentOf, projectMirrors } from './project-mirrors.ts';
import { sentFingerprint } from './sent-fingerprint.ts';
import { placeCursor, sweepPlace, type SweepPage, type SweptPage, type SweptPlatform } from './sweep-page.ts';

const tasksAtOnce = 200;
const mirrorsAtOnce = 1_000;

const nothingKnown: Acknowledged = { version: 0, state: 'absent', fingerprint: null, remoteId: null };

/** Whether an attempt would find something to do for a key that nothing is under way for. */
const differs = (
  { target, platform }: SweptPlatform,
  instance: InstanceState,
  ref: MirrorRef,
  desired: DesiredMirror,
  mirrors: ReadonlyMap<string, Mirror>,
  people: People,
): boolean => {
  const key = mirrorKey(ref);
  const mirror = mirrors.get(key);
  const acknowledged = mirror?.acknowledged ?? nothingKnown;
  const parent = parentOf(ref, target.capabilities.units);
  const parentState = parent === null ? null : (mirrors.get(mirrorKey(parent))?.acknowledged.state ?? 'absent');
  return (
    plan({
      desired,
      acknowledged,
      uncertain: false,
      capabilities: target.capabilities,
      options: {
        override: mirror?.override ?? null,
        showFinished: platform.showFinished,
        resendUndecidable: platform.resendUndecidable,
        uncertainForMs: null,
        fingerprint: sentFingerprint(target, desired, {
          key,
          ref,
          people: peopleOfCall(people, acknowledged, 'update'),
        }),
        mayHaveBeenDone: mayHaveBeenDone(instance, ref),
        moved: hasMoved({ ref, acknowledged }, people),
        parent: parentState === null ? 'none' : parentState === 'absent' ? 'missing' : 'ready',
      },
    }).kind !== 'none'
  );
};

/**
 * Whether a sweep schedules a key that something is under way for already. After a change of rules or settings it does: the attempt
 * may have begun under the old ones. Otherwise it would only make a failing key forget how long it has been failing.
 */
const overtakes = (sweep: Sweep, { parked }: WorkState): boolean => changesWhatIsShown(sweep) && parked !== 'poison';

const changesWhatIsShown = ({ reason }: Sweep): boolean => reason === 'routing' || reason === 'platform';

interface Candidate {
  readonly instance: InstanceState;
  readonly ref: MirrorRef;
  readonly desired: DesiredMirror;
}

/** Schedules every candidate that shows something else than it should, unless what is under way for it will see to that. */
const scheduleDiffering = (
  stores: Stores,
  swept: SweptPlatform,
  sweep: Sweep,
  candidates: ReadonlyMap<string, Candidate>,
): ResultAsync<Pick<SweptPage, 'checked' | 'scheduled' | 'rings'>, StoreFailure> =>
  safeTry(async function* () {
    const { platform, target, lane } = swept;
    if (candidates.size === 0) return ok({ checked: 0, scheduled: 0, rings: [] });
    const keys = [...candidates.keys()];
    const parents = [...candidates.values()].flatMap(({ ref }) => parentOf(ref, target.capabilities.units) ?? []);
    // Rows first: what settles between the two reads then looks shown, and never neither under way nor shown.
    const rows = yield* stores.work.find(keys.map((key) => ({ lane: lane.id, key })));
    const mirrors = yield* stores.mirrors.find(platform.tenant, platform.code, [
      ...new Set([...keys, ...parents.map(mirrorKey)]),
    ]);
    const states = new Map(rows.map((state) => [state.key, state]));
    const contents = [...candidates.values()].flatMap(({ desired }) =>
      desired.state === 'absent' ? [] : [desired.content],
    );
    const people = yield* loadPeople(stores, platform, target, contents);
    const wanted: WantedMirror[] = [];
    for (const [key, { instance, ref, desired }] of candidates) {
      const state = states.get(key);
      const due =
        state === undefined ? differs(swept, instance, ref, desired, mirrors, people) : overtakes(sweep, state);
      if (due) wanted.push({ tenant: platform.tenant, platform: platform.code, key, ref, version: instance.version });
    }
    if (wanted.length === 0) return ok({ checked: candidates.size, scheduled: 0, rings: [] });
    const due = wanted.map(({ key }) => key);
    yield* stores.work.schedule(
      due.map((key) => ({ lane: lane.id, key, class: 'bulk', delayMs: 0, uncertain: false })),
    );
    yield* stores.mirrors.want(wanted);
    return ok({ checked: candidates.size, scheduled: due.length, rings: [{ lane: lane.id, keys: due }] });
  });

/** The tasks of one page, with everything that they and their instances may be shown by. */
const checkTasks: SweepPage = (stores, swept, sweep) =>
  safeTry(async function* () {
    const { after } = sweepPlace(sweep.cursor, 'tasks');
    const scope = { processId: null, assigneeId: null, status: null, changedSince: sweep.since };
    const tasks = yield* stores.workflow.pageTasks(sweep.tenant, scope, after, tasksAtOnce);
    const tasksOf = Map.groupBy(tasks, ({ instance }) => instance.id);
    const instances = yield* stores.workflow.findInstances(sweep.tenant, [...tasksOf.keys()]);
    const candidates = new Map<string, Candidate>();
    for (const [id, found] of tasksOf) {
      const instance = instances.get(id);
      if (instance === undefined) continue;
      const { units } = swept.target.capabilities;
      const projection = projectMirrors(
        instance,
        units,
        swept.route,
        found.map(({ task }) => task),
      );
      for (const [key, entry] of projection) candidates.set(key, { instance, ...entry });
    }
    const page = yield* scheduleDiffering(stores, swept, sweep, candidates);
    const last = tasks.length < tasksAtOnce ? undefined : tasks.at(-1)?.task.id;
    const next =
      last === undefined
        ? placeCursor(changesWhatIsShown(sweep) ? 'all' : 'mirrors', null)
        : placeCursor('tasks', last);
    return ok({ ...page, corrected: 0, next });
  });

/** Every mirror there is, also of tasks and people that a late event has made the workflow forget. */
const checkMirrors: SweepPage = (stores, swept, sweep) =>
  safeTry(async function* () {
    const { after } = sweepPlace(sweep.cursor, 'all');
    const mirrors = yield* stores.mirrors.page(sweep.tenant, sweep.platform, null, after, tasksAtOnce);
    const instances = yield* stores.workflow.findInstances(sweep.tenant, [
      ...new Set(mirrors.map(({ ref }) => ref.instanceId)),
    ]);
    const candidates = new Map<string, Candidate>();
    for (const { key, ref } of mirrors) {
      const instance = instances.get(ref.instanceId);
      if (instance !== undefined)
        candidates.set(key, { instance, ref, desired: desiredMirror(instance, ref, swept.route) });
    }
    const page = yield* scheduleDiffering(stores, swept, sweep, candidates);
    const last = mirrors.length < tasksAtOnce ? undefined : mirrors.at(-1)?.key;
    return ok({
      ...page,
      corrected: 0,
      next: last === undefined ? placeCursor('mirrors', null) : placeCursor('all', last),
    });
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
 * goes over the tasks that changed, after a change of rules or settings over every mirror too, and ends with those that nothing
 * attends to.
 */
export const sweepDesired: SweepPage = (stores, swept, sweep) =>
  safeTry(async function* () {
    const { phase } = sweepPlace(sweep.cursor, 'tasks');
    if (phase === 'mirrors') return checkUnattended(stores, swept, sweep);
    if (phase === 'all') return checkMirrors(stores, swept, sweep);
    const redriven =
      sweep.cursor === null ? yield* stores.work.redrive(swept.lane.id, ['exhausted'], 'bulk', 10_000) : 0;
    const page = yield* checkTasks(stores, swept, sweep);
    return ok({ ...page, scheduled: page.scheduled + redriven });
  });
