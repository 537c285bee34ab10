import { err, ok, safeTry } from 'neverthrow';
import { boundedLimit, type TaskCenterContext } from './context.ts';
import { cursorNumber, readCursor, writeCursor } from './cursor.ts';
import type { TaskCenter } from './task-center.ts';

/** To-dos with a mark for each platform, newest change first. */
export const createListTodos =
  ({ transactor }: TaskCenterContext): TaskCenter['listTodos'] =>
  (tenant, filter, cursor, limit) =>
    safeTry(async function* () {
      const parts = yield* readCursor(cursor, 3);
      const version = parts === null ? ok(0) : cursorNumber(parts[0]);
      if (version.isErr()) return err(version.error);
      const after =
        parts === null ? null : { version: version.value, taskId: parts[1] ?? '', assigneeId: parts[2] ?? '' };
      const wanted = boundedLimit(limit);
      const items = yield* transactor.run(({ todos }) => todos.list(tenant, filter, after, wanted));
      const last = items.length < wanted ? undefined : items.at(-1)?.todo;
      return ok({
        items,
        nextCursor: last === undefined ? null : writeCursor(last.version, last.taskId, last.assignee.id),
      });
    });
