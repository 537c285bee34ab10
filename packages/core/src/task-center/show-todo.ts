import { err, ok, safeTry } from 'neverthrow';
import type { TaskCenterContext } from './context.ts';
import { platformOfLane, pushLaneName } from './lane-names.ts';
import { parseTodoId } from './mirror-key.ts';
import { notFound } from './problems.ts';
import type { TaskCenter } from './task-center.ts';
import { mergeTimeline } from './timeline.ts';
import { mirrorKeysOfTodo } from './todo-mirrors.ts';

/** One to-do with its marks and everything that happened around it. */
export const createShowTodo =
  ({ transactor }: TaskCenterContext): TaskCenter['showTodo'] =>
  (tenant, id) =>
    transactor.run((stores) =>
      safeTry(async function* () {
        const place = parseTodoId(id);
        const found = place === null ? null : yield* stores.todos.find(tenant, place.taskId, place.assigneeId);
        if (found === null) return err(notFound('such to-do'));
        const { todo, marks } = found;
        const lanes = new Map(
          (yield* stores.lanes.list(tenant))
            .filter(({ name }) => marks.some(({ platform }) => name === pushLaneName(platform)))
            .map((lane) => [lane.id, platformOfLane(lane.name) ?? lane.name]),
        );
        const keys = mirrorKeysOfTodo(todo);
        const attempts =
          lanes.size === 0
            ? []
            : yield* stores.attempts.list(
                { lanes: [...lanes.keys()], keys, outcomes: null, from: null, to: null },
                null,
                200,
              );
        const filter = { taskId: todo.taskId, assigneeId: todo.assignee.id, instanceId: todo.instanceId };
        const changes = yield* stores.taskCenterLogs.listChanges(tenant, filter, null, 200);
        const deletions = yield* stores.taskCenterLogs.listDeletions(
          tenant,
          { platform: null, instanceId: todo.instanceId },
          null,
          200,
        );
        const events = yield* stores.workflow.listEvents(tenant, todo.instanceId, 1_000);
        const timeline = mergeTimeline({
          taskId: todo.taskId,
          events,
          changes: changes.items,
          attempts: attempts.map((attempt) => ({ platform: lanes.get(attempt.lane) ?? '', attempt })),
          deletions: deletions.items.filter(({ key }) => keys.includes(key)),
        });
        return ok({ todo, marks, timeline });
      }),
    );
