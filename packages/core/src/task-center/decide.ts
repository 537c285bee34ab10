import { err, ok, safeTry, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Ring } from '../work/ports.ts';
import type { InstanceState } from '../workflow/model.ts';
import { activePlatforms, type ActivePlatform } from './active-platforms.ts';
import type { Stores, TaskCenterContext } from './context.ts';
import { loadPeople, peopleOfCall, rememberedPeople } from './mapped-people.ts';
import { mirrorKey, parseTodoId } from './mirror-key.ts';
import type { MirrorRef } from './mirror.ts';
import { notFound } from './problems.ts';
import { childrenOf, desiredMirror, parentOf } from './project-mirrors.ts';
import { sentFingerprint } from './sent-fingerprint.ts';
import type { Decision, TaskCenter } from './task-center.ts';
import { mirrorOfTodo } from './todo-mirrors.ts';

interface Decided {
  readonly active: ActivePlatform;
  readonly ref: MirrorRef;
  readonly key: string;
  readonly version: number;
  readonly trace: string | null;
}

/** Makes a key due at once, whatever its back-off or parking; what was uncertain stays so. */
const pushNow = (stores: Stores, { active, key, trace }: Decided): ResultAsync<void, StoreFailure> =>
  safeTry(async function* () {
    const lane = active.lane.id;
    const [state] = yield* stores.work.find([{ lane, key }]);
    if (state !== undefined) yield* stores.work.forget(lane, key);
    const uncertain = state?.uncertain ?? false;
    yield* stores.work.schedule([{ lane, key, class: 'live', delayMs: 0, uncertain, trace }]);
    return ok(undefined);
  });

/** Believes that the platform shows what it should: nothing is left to do, and nothing is uncertain any more. */
const agree = (
  stores: Stores,
  { active, ref, key }: Decided,
  instance: InstanceState,
): ResultAsync<void, StoreFailure> =>
  safeTry(async function* () {
    const { platform, target, lane, route } = active;
    const desired = desiredMirror(instance, ref, route);
    yield* stores.work.forget(lane.id, key);
    const mirror = (yield* stores.mirrors.find(platform.tenant, platform.code, [key])).get(key);
    if (mirror === undefined) return ok(undefined);
    const state = mirror.override === 'withdrawn' ? 'absent' : desired.state;
    const contents = desired.state === 'absent' ? [] : [desired.content];
    const known = yield* loadPeople(stores, platform, target, contents);
    const people = peopleOfCall(known, mirror.acknowledged, 'update');
    yield* stores.mirrors.acknowledge([
      {
        tenant: platform.tenant,
        platform: platform.code,
        key,
        corrects: true,
        acknowledged: {
          version: mirror.desiredVersion,
          state,
          fingerprint: state === 'absent' ? null : sentFingerprint(target, desired, { key, ref, people }),
          remoteId: state === 'absent' ? null : mirror.acknowledged.remoteId,
          ...(desired.state === 'absent' || state === 'absent'
            ? {}
            : rememberedPeople(target, people, desired.content)),
        },
      },
    ]);
    return ok(undefined);
  });

/** What a decision does to the mirror, which exists; its work row is locked before it. */
const carryOut = (
  stores: Stores,
  decided: Decided,
  decision: Decision,
  instance: InstanceState,
): ResultAsync<void, StoreFailure> =>
  safeTry(async function* () {
    const { active, key, ref, version } = decided;
    const { tenant, code } = active.platform;
    if (decision === 'agree') return agree(stores, decided, instance);
    yield* pushNow(stores, decided);
    if (decision === 'push-now') return ok(undefined);
    yield* stores.mirrors.want([{ tenant, platform: code, key, ref, version }]);
    const override = { withdraw: 'withdrawn', ignore: 'ignored', restore: null } as const;
    yield* stores.mirrors.setOverride(tenant, code, key, override[decision]);
    return ok(undefined);
  });

/** The instance that a task waits for in vain: trying it again, or believing in it, has to begin there. */
const parkedParent = (
  stores: Stores,
  { lane, target }: ActivePlatform,
  ref: MirrorRef,
  decision: Decision,
): ResultAsync<{ readonly ref: MirrorRef; readonly key: string } | null, StoreFailure> =>
  safeTry(async function* () {
    const parent = decision === 'push-now' || decision === 'agree' ? parentOf(ref, target.capabilities.units) : null;
    if (parent === null) return ok(null);
    const key = mirrorKey(parent);
    const [state] = yield* stores.work.find([{ lane: lane.id, key }]);
    return ok(state?.parked == null ? null : { ref: parent, key });
  });

/** Tries again what parked because its instance was not there. */
const callBack = (
  stores: Stores,
  { lane, target }: ActivePlatform,
  instance: InstanceState,
): ResultAsync<void, StoreFailure> =>
  safeTry(async function* () {
    const keys = childrenOf(instance, target.capabilities.units).map((key) => ({ lane: lane.id, key }));
    const parked = (yield* stores.work.find(keys)).filter((state) => state.parked === 'refused');
    yield* stores.work.schedule(
      parked.map(({ key }) => ({ lane: lane.id, key, class: 'live', delayMs: 0, uncertain: false })),
    );
    return ok(undefined);
  });

/**
 * Decides about one object, whose instance is locked: the instance that holds it in vain comes along. Answers the keys that are to be tried.
 */
export const decideOn = (
  stores: Stores,
  active: ActivePlatform,
  ref: MirrorRef,
  instance: InstanceState,
  decision: Decision,
  trace: string | null,
): ResultAsync<readonly string[], StoreFailure> =>
  safeTry(async function* () {
    const key = mirrorKey(ref);
    const { version } = instance;
    const parent = yield* parkedParent(stores, active, ref, decision);
    if (parent !== null) {
      if (decision === 'agree') yield* callBack(stores, active, instance);
      yield* carryOut(stores, { active, ...parent, version, trace }, decision, instance);
    }
    yield* carryOut(stores, { active, ref, key, version, trace }, decision, instance);
    return ok(parent === null ? [key] : [parent.key, key]);
  });

/** Decisions by hand about a to-do, on one platform or on every one that has or should have it. */
export const createDecide =
  ({ transactor, registry, doorbell, tracer }: TaskCenterContext): TaskCenter['decide'] =>
  (tenant, id, platform, decision, by) =>
    transactor
      .run((stores) =>
        safeTry(async function* () {
          const place = parseTodoId(id);
          const found = place === null ? null : yield* stores.todos.find(tenant, place.taskId, place.assigneeId);
          if (found === null) return err(notFound('such to-do'));
          const { todo } = found;
          const instance = (yield* stores.workflow.lockInstances(tenant, [todo.instanceId])).get(todo.instanceId);
          if (instance === undefined) return err(notFound('instance of this to-do'));
          const active = (yield* activePlatforms(stores, registry, tenant)).filter(
            ({ platform: { code } }) => platform === null || code === platform,
          );
          if (platform !== null && active.length === 0) return err(notFound(`enabled platform "${platform}"`));
          const trace = tracer?.current() ?? null;
          const rings: Ring[] = [];
          for (const each of active) {
            const ref = mirrorOfTodo(todo, each.target.capabilities.units);
            if (ref === null) continue;
            const key = mirrorKey(ref);
            const { tenant: of, code } = each.platform;
            const exists = (yield* stores.mirrors.find(of, code, [key])).has(key);
            if (!exists && desiredMirror(instance, ref, each.route).state === 'absent') continue;
            if (!exists)
              yield* stores.mirrors.want([{ tenant: of, platform: code, key, ref, version: instance.version }]);
            rings.push({
              lane: each.lane.id,
              keys: yield* decideOn(stores, each, ref, instance, decision, trace),
            });
            yield* stores.taskCenterLogs.appendChanges([
              {
                tenant,
                taskId: todo.taskId,
                assignee: todo.assignee,
                instanceId: todo.instanceId,
                from: todo.state,
                to: todo.state,
                platform: code,
                cause: decision,
                eventId: null,
                by,
              },
            ]);
          }
          return ok({ count: rings.length, rings });
        }),
      )
      .map(({ count, rings }) => {
        doorbell.ring(rings);
        return count;
      });
