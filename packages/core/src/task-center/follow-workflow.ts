import { ok, safeTry, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { ScheduleItem } from '../work/claim.ts';
import type { Ring, WorkStores } from '../work/ports.ts';
import type { InstanceChange } from '../workflow/ports.ts';
import type { ChangeEffect, WorkflowListener } from '../workflow/workflow.ts';
import { activePlatforms, type ActivePlatform } from './active-platforms.ts';
import { changedMirrors } from './changed-mirrors.ts';
import { changedTodos, type ChangedTodo } from './changed-todos.ts';
import { mirrorKey } from './mirror-key.ts';
import type { PlatformRegistry } from './platform-registry.ts';
import type { ChangeLogEntry, TaskCenterStores, WantedMirror } from './ports.ts';
import { parentOf } from './project-mirrors.ts';
import type { TodoState } from './todo.ts';

type Stores = TaskCenterStores & WorkStores;

/** How long a task's first push leaves its instance to get there; the instance's acknowledgement calls the task sooner. */
const behindParentMs = 1_000;

const wantedOn = (active: ActivePlatform, changes: readonly InstanceChange[]): readonly WantedMirror[] =>
  changes.flatMap((change) =>
    [...changedMirrors(change, active.target.capabilities.units, active.route)].map(([key, ref]) => ({
      tenant: change.after.tenant,
      platform: active.platform.code,
      key,
      ref,
      version: change.after.version,
    })),
  );

/** The keys whose instance is not there yet, on platforms that keep both. */
const behindParents = (
  stores: Stores,
  active: ActivePlatform,
  wanted: readonly WantedMirror[],
): ResultAsync<ReadonlySet<string>, StoreFailure> =>
  safeTry(async function* () {
    const parents = new Map<string, string>();
    for (const { key, ref } of wanted) {
      const parent = parentOf(ref, active.target.capabilities.units);
      if (parent !== null) parents.set(key, mirrorKey(parent));
    }
    if (parents.size === 0) return ok(new Set<string>());
    const found = yield* stores.mirrors.find(active.platform.tenant, active.platform.code, [
      ...new Set(parents.values()),
    ]);
    return ok(
      new Set(
        [...parents]
          .filter(([, parent]) => (found.get(parent)?.acknowledged.state ?? 'absent') === 'absent')
          .map(([key]) => key),
      ),
    );
  });

const logEntry = ({ todo, event }: ChangedTodo, from: TodoState | null): Omit<ChangeLogEntry, 'at'> => ({
  tenant: todo.tenant,
  taskId: todo.taskId,
  assignee: todo.assignee,
  instanceId: todo.instanceId,
  from,
  to: todo.state,
  platform: null,
  cause: event?.action ?? 'assert',
  eventId: event?.eventId ?? null,
  by: null,
});

const follow = (
  stores: Stores,
  registry: PlatformRegistry,
  tenant: string,
  changes: readonly InstanceChange[],
): ResultAsync<ChangeEffect, StoreFailure> =>
  safeTry(async function* () {
    const changed = changes.flatMap(changedTodos);
    const wanted: WantedMirror[] = [];
    const items: ScheduleItem[] = [];
    const rings: Ring[] = [];
    const traces = new Map(changes.map(({ after, trace }) => [after.id, trace ?? null]));
    for (const active of yield* activePlatforms(stores, registry, tenant)) {
      const here = wantedOn(active, changes);
      if (here.length === 0) continue;
      const behind = yield* behindParents(stores, active, here);
      const lane = active.lane.id;
      wanted.push(...here);
      for (const { key, ref } of here) {
        const delayMs = behind.has(key) ? behindParentMs : 0;
        items.push({ lane, key, class: 'live', delayMs, uncertain: false, trace: traces.get(ref.instanceId) ?? null });
      }
      rings.push({ lane, keys: here.map(({ key }) => key).filter((key) => !behind.has(key)) });
    }
    // Work rows before mirrors: settlements lock them in the same order.
    if (items.length > 0) yield* stores.work.schedule(items);
    if (wanted.length > 0) yield* stores.mirrors.want(wanted);
    if (changed.length > 0) {
      const previous = yield* stores.todos.save(changed.map(({ todo }) => todo));
      const entries = changed.flatMap((change, index) => {
        const from = previous[index] ?? null;
        return from === change.todo.state ? [] : [logEntry(change, from)];
      });
      if (entries.length > 0) yield* stores.taskCenterLogs.appendChanges(entries);
    }
    const todos = new Map<string, number>();
    for (const { todo } of changed) todos.set(todo.instanceId, (todos.get(todo.instanceId) ?? 0) + 1);
    return ok({ todos, rings: rings.filter(({ keys }) => keys.length > 0) });
  });

/** Follows the workflow: to-dos, mirrors and work, in the transaction of the change; one call a store and batch. */
export const createFollowWorkflow =
  (registry: PlatformRegistry): WorkflowListener<Stores> =>
  (stores, changes) =>
    safeTry(async function* () {
      const effect = { todos: new Map<string, number>(), rings: [] as Ring[] };
      for (const tenant of new Set(changes.map(({ after }) => after.tenant))) {
        const { todos, rings } = yield* follow(
          stores,
          registry,
          tenant,
          changes.filter(({ after }) => after.tenant === tenant),
        );
        for (const [instanceId, count] of todos) effect.todos.set(instanceId, count);
        effect.rings.push(...rings);
      }
      return ok(effect);
    });
