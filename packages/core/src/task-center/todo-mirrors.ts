import { mirrorKey } from './mirror-key.ts';
import type { MirrorRef, MirrorUnit } from './mirror.ts';
import type { Todo } from './todo.ts';

const finestFirst: readonly MirrorUnit[] = ['assignee', 'task', 'instance'];

const refOf = ({ instanceId, taskId, assignee }: Todo, unit: MirrorUnit): MirrorRef => ({
  unit,
  instanceId,
  taskId: unit === 'instance' ? null : taskId,
  assigneeId: unit === 'assignee' ? assignee.id : null,
});

/** Every key that a to-do may be shown under, whatever a platform's units are. */
export const mirrorKeysOfTodo = (todo: Todo): readonly string[] =>
  finestFirst.map((unit) => mirrorKey(refOf(todo, unit)));

/** The finest object that a platform of these units shows a to-do by: what decisions by hand are about. */
export const mirrorOfTodo = (todo: Todo, units: readonly MirrorUnit[]): MirrorRef | null => {
  const unit = finestFirst.find((candidate) => units.includes(candidate));
  return unit === undefined ? null : refOf(todo, unit);
};
