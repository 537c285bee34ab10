import { ok, safeTry, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Attempt } from '../work/attempt.ts';
import type { LaneId } from '../work/lane.ts';
import type { InstanceState } from '../workflow/model.ts';
import type { Stores } from './context.ts';
import type { FailedObject } from './failures.ts';
import { parseMirrorKey } from './mirror-key.ts';
import type { MirrorRef } from './mirror.ts';
import type { Todo } from './todo.ts';
import { todosOf } from './todos-of.ts';

const shownTodos = 5;

/** The to-dos that an object shows, whoever has them. */
export const todosShownBy = (instance: InstanceState | undefined, ref: MirrorRef | null): readonly Todo[] =>
  instance === undefined || ref === null
    ? []
    : todosOf(instance).filter(
        ({ taskId, assignee }) =>
          (ref.taskId === null || taskId === ref.taskId) && (ref.assigneeId === null || assignee.id === ref.assigneeId),
      );

/** Objects of a lane in trouble, with what people need to know them by. `attemptsEach`: how many of the latest attempts. */
export const failedObjects = (
  stores: Stores,
  tenant: string,
  keys: readonly { readonly lane: LaneId; readonly key: string }[],
  attemptsEach: number,
): ResultAsync<readonly FailedObject[], StoreFailure> =>
  safeTry(async function* () {
    if (keys.length === 0) return ok([]);
    const refs = keys.map(({ key }) => parseMirrorKey(key));
    const ids = [...new Set(refs.flatMap((ref) => ref?.instanceId ?? []))];
    const instances = yield* stores.workflow.findInstances(tenant, ids);
    const objects: FailedObject[] = [];
    for (const [index, { lane, key }] of keys.entries()) {
      const ref = refs[index] ?? null;
      const todos = todosShownBy(ref === null ? undefined : instances.get(ref.instanceId), ref);
      const attempts: readonly Attempt[] =
        attemptsEach === 0
          ? []
          : yield* stores.attempts.list(
              { lanes: [lane], keys: [key], outcomes: null, from: null, to: null },
              null,
              attemptsEach,
            );
      objects.push({ key, ref, todos: todos.slice(0, shownTodos), todoCount: todos.length, attempts });
    }
    return ok(objects);
  });
