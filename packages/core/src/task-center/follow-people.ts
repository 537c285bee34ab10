import { ok, okAsync, safeTry, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { AttemptContext, AttemptReport, WorkHandler } from '../work/handler.ts';
import { defaultLaneConfig, type LaneConfig, type LaneId } from '../work/lane.ts';
import type { Outcome } from '../work/outcome.ts';
import type { Ring } from '../work/ports.ts';
import { activePlatforms, type ActivePlatform } from './active-platforms.ts';
import type { Stores, TaskCenterContext } from './context.ts';
import { peopleLaneName } from './lane-names.ts';
import { joinKey, mirrorKey, parseMirrorKey, splitKey } from './mirror-key.ts';
import type { Mirror } from './mirror.ts';
import { personSpaceOf } from './person-space.ts';
import type { People } from './platform.ts';
import type { TodoCursor, WantedMirror } from './ports.ts';
import { mirrorKeysOfTodo } from './todo-mirrors.ts';
import type { Todo } from './todo.ts';

/** A person whose mapping changed: a key of the lane, so that however many there are, they are seen to, once each and after any crash. */
export interface ChangedPerson {
  readonly tenant: string;
  readonly space: string;
  readonly personId: string;
  /** The to-do after which to go on; null: from the first. */
  readonly after: TodoCursor | null;
}

type PeopleHandler = WorkHandler<Stores, ChangedPerson, never>;
type Context = Pick<TaskCenterContext, 'transactor' | 'registry' | 'doorbell'>;

const peopleLane: LaneConfig = { ...defaultLaneConfig, concurrency: 2, batchSize: 64, timeoutMs: 300_000 };

const todosAtOnce = 200;

/** Has everything that shows these people looked at, where a platform looks people up in this space; to be rung after the commit. */
export const schedulePeople = (
  stores: Stores,
  { registry }: Pick<TaskCenterContext, 'registry'>,
  tenant: string,
  space: string,
  personIds: readonly string[],
): ResultAsync<readonly Ring[], StoreFailure> =>
  safeTry(async function* () {
    if (personIds.length === 0) return ok([]);
    // One that is not enabled now is swept when it is.
    const concerned = (yield* stores.platforms.list(tenant)).some(
      (platform) =>
        platform.enabled &&
        registry.open(platform).match(
          (target) => personSpaceOf(platform, target) === space,
          () => false,
        ),
    );
    if (!concerned) return ok([]);
    const [lane] = yield* stores.lanes.ensure([{ tenant, name: peopleLaneName, config: peopleLane }]);
    if (lane === undefined) throw new Error('A lane that was made is missing.');
    const keys = personIds.map((personId) => joinKey(space, personId));
    yield* stores.work.schedule(
      keys.map((key) => ({ lane: lane.id, key, class: 'bulk', delayMs: 0, uncertain: false })),
    );
    return ok([{ lane: lane.id, keys }]);
  });

/** Whether what is or may be under way, or is shown, does not know who a person is now. */
const concerns = (mirror: Mirror, todo: Todo, people: People): boolean => {
  if (mirror.acknowledged.state === 'absent') return false;
  const shown = mirror.acknowledged.people;
  return new Map(Object.entries(shown ?? {})).get(todo.assignee.id) !== people.get(todo.assignee.id);
};

/** Schedules what shows these to-dos on one platform and would be sent differently now. */
const scheduleMirrors = (
  stores: Stores,
  { platform, lane, target }: ActivePlatform,
  todos: readonly Todo[],
  people: People,
): ResultAsync<Ring | null, StoreFailure> =>
  safeTry(async function* () {
    const { units } = target.capabilities;
    const of = new Map<string, Todo[]>();
    for (const todo of todos) {
      for (const key of mirrorKeysOfTodo(todo)) {
        const unit = parseMirrorKey(key)?.unit;
        if (unit !== undefined && units.includes(unit)) of.set(key, [...(of.get(key) ?? []), todo]);
      }
    }
    const keys = [...of.keys()];
    // Rows before mirrors: what settles in between is then seen as under way, or as shown. The other way round it would be neither.
    const rows = yield* stores.work.find(keys.map((key) => ({ lane: lane.id, key })));
    const states = new Map(rows.map((state) => [state.key, state]));
    const mirrors = yield* stores.mirrors.find(platform.tenant, platform.code, keys);
    const wanted: WantedMirror[] = [];
    for (const [key, mirror] of mirrors) {
      const state = states.get(key);
      // What is under way may have looked people up before; what is parked for other reasons is left as it is.
      const due =
        state === undefined
          ? (of.get(key) ?? []).some((todo) => concerns(mirror, todo, people))
          : state.parked === null || state.parked === 'refused';
      if (due)
        wanted.push({
          tenant: platform.tenant,
          platform: platform.code,
          key: mirrorKey(mirror.ref),
          ref: mirror.ref,
          version: mirror.desiredVersion,
        });
    }
    if (wanted.length === 0) return ok(null);
    const due = wanted.map(({ key }) => key);
    // Work rows before mirrors: settlements lock them in the same order.
    yield* stores.work.schedule(
      due.map((key) => ({ lane: lane.id, key, class: 'bulk', delayMs: 0, uncertain: false })),
    );
    yield* stores.mirrors.want(wanted);
    return ok({ lane: lane.id, keys: due });
  });

/** One page of the to-dos of these people, on every platform of the space; answers where the next begins. */
const followPage = (
  stores: Stores,
  { registry }: Context,
  { tenant, space }: Pick<ChangedPerson, 'tenant' | 'space'>,
  personIds: readonly string[],
  after: TodoCursor | null,
): ResultAsync<{ readonly next: TodoCursor | null; readonly rings: readonly Ring[] }, StoreFailure> =>
  safeTry(async function* () {
    const active = (yield* activePlatforms(stores, registry, tenant)).filter(
      ({ platform, target }) => personSpaceOf(platform, target) === space,
    );
    if (active.length === 0) return ok({ next: null, rings: [] });
    const people = yield* stores.personMappings.find(tenant, space, personIds);
    // Whoever has no mapping any more is shown as before.
    const mapped = personIds.filter((id) => people.has(id));
    const todos = yield* stores.todos.pageOfAssignees(tenant, mapped, after, todosAtOnce);
    const rings: Ring[] = [];
    for (const each of active) {
      const ring = yield* scheduleMirrors(stores, each, todos, people);
      if (ring !== null) rings.push(ring);
    }
    const last = todos.length < todosAtOnce ? undefined : todos.at(-1);
    const next =
      last === undefined ? null : { version: last.version, taskId: last.taskId, assigneeId: last.assignee.id };
    return ok({ next, rings });
  });

/** What is left is a key of its own, which names the place, so that no later attempt, in whatever process, begins at the first to-do again. */
const scheduleRest = (
  { transactor }: Context,
  lane: LaneId,
  space: string,
  personIds: readonly string[],
  { version, taskId, assigneeId }: TodoCursor,
): ResultAsync<Ring, StoreFailure> => {
  const keys = personIds.map((personId) => joinKey(space, personId, String(version), taskId, assigneeId));
  return transactor
    .run(({ work }) => work.schedule(keys.map((key) => ({ lane, key, class: 'bulk', delayMs: 0, uncertain: false }))))
    .map(() => ({ lane, keys }));
};

const placeOf = ([version, taskId, assigneeId]: readonly string[]): TodoCursor | null =>
  version === undefined || taskId === undefined || assigneeId === undefined
    ? null
    : { version: Number(version), taskId, assigneeId };

const follow = (
  context: Context,
  of: Pick<ChangedPerson, 'tenant' | 'space'>,
  personIds: readonly string[],
  begin: TodoCursor | null,
  attempt: AttemptContext,
): ResultAsync<Outcome, StoreFailure> =>
  safeTry(async function* () {
    const done: Outcome = { kind: 'done', more: false };
    let after = begin;
    do {
      if (attempt.signal.aborted || attempt.remainingMs() <= 0) {
        if (after !== null && after !== begin) {
          context.doorbell.ring([yield* scheduleRest(context, attempt.lane.id, of.space, personIds, after)]);
          return ok(done);
        }
        const late: Outcome = { kind: 'deferred', scope: 'key', forMs: 0, reason: 'no time was left' };
        return ok(late);
      }
      const from: TodoCursor | null = after;
      const page: { readonly next: TodoCursor | null; readonly rings: readonly Ring[] } = yield* context.transactor.run(
        (stores) => followPage(stores, context, of, personIds, from),
      );
      context.doorbell.ring(page.rings);
      after = page.next;
    } while (after !== null);
    return ok(done);
  });

const report = (outcome: Outcome): AttemptReport<never> => ({
  outcome,
  operation: 'follow-people',
  version: null,
  exchanges: [],
  ack: null,
});

/** Brings platforms into step with changed mappings: the handler of the lane family `people`. */
export const createPeopleHandler = (context: Context): PeopleHandler => ({
  load: (_stores, { tenant }, claims) =>
    okAsync(
      new Map(
        claims.flatMap(({ id, key }) => {
          const [space, personId, ...place] = splitKey(key);
          return space === undefined || personId === undefined
            ? []
            : [[id, { tenant, space, personId, after: placeOf(place) }]];
        }),
      ),
    ),
  attempt: async (group, attempt) => {
    const outcomes = new Map<string, Outcome>();
    const together = ({ space, after }: ChangedPerson): string => JSON.stringify([space, after]);
    for (const [name, loaded] of Map.groupBy(group, ({ item }) => together(item))) {
      const [first] = loaded;
      if (first === undefined) continue;
      const { tenant, space, after } = first.item;
      const ids = loaded.map(({ item }) => item.personId);
      const outcome = await follow(context, { tenant, space }, ids, after, attempt).match(
        (end) => end,
        (failure): Outcome => ({ kind: 'failed', reason: failure.message, retryAfterMs: null }),
      );
      outcomes.set(name, outcome);
    }
    return group.map(({ item }) => report(outcomes.get(together(item)) ?? { kind: 'done', more: false }));
  },
  acknowledge: () => okAsync(undefined),
});
