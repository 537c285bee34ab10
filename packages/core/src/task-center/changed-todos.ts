import type { EngineEvent } from '../workflow/model.ts';
import type { InstanceChange } from '../workflow/ports.ts';
import { todoId } from './mirror-key.ts';
import type { Todo } from './todo.ts';
import { sameTodo, todosOf } from './todos-of.ts';

/** A to-do that a change made different, with the event that did it. */
export interface ChangedTodo {
  readonly todo: Todo;
  readonly event: EngineEvent | null;
}

const eventFor = (events: readonly EngineEvent[], taskId: string): EngineEvent | null =>
  events.findLast(({ task }) => task?.id === taskId) ??
  events.findLast(({ task }) => task === null) ??
  events.at(-1) ??
  null;

/** The to-dos that a change of an instance made different. What the instance no longer knows of is withdrawn. */
export const changedTodos = ({ before, after, events }: InstanceChange): readonly ChangedTodo[] => {
  const was = new Map(
    before === null ? [] : todosOf(before).map((todo) => [todoId(todo.taskId, todo.assignee.id), todo]),
  );
  const changed: ChangedTodo[] = [];
  for (const todo of todosOf(after)) {
    const id = todoId(todo.taskId, todo.assignee.id);
    const previous = was.get(id);
    was.delete(id);
    if (previous === undefined || !sameTodo(previous, todo))
      changed.push({ todo, event: eventFor(events, todo.taskId) });
  }
  for (const todo of was.values()) {
    if (todo.state === 'withdrawn') continue;
    const stateSince = after.lastEvent?.occurredAt ?? todo.stateSince;
    changed.push({
      todo: { ...todo, state: 'withdrawn', stateSince, version: after.version },
      event: eventFor(events, todo.taskId),
    });
  }
  return changed;
};
