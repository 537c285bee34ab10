import type { Instant } from '../../ports/instant.ts';
import type { InstanceState, TaskState } from '../model.ts';
import { moveAll } from './assignees.ts';
import { isFinal } from './instance-facts.ts';
import { closeTask } from './task-span.ts';

const abort = (task: TaskState, at: Instant): TaskState =>
  task.status === 'initialized' ? closeTask(task, 'aborted', { at, actor: null, result: null }) : task;

const withdraw = (task: TaskState, at: Instant): TaskState =>
  task.assignees.every(({ state }) => state === 'withdrawn')
    ? task
    : { ...task, assignees: moveAll(task.assignees, at, () => 'withdrawn') };

/** Of a final instance no task is open; of a deleted one nobody keeps anything, not even what they finished. */
export const endTasks = (state: InstanceState, at: Instant): InstanceState => {
  if (!state.deleted && !isFinal(state.status)) return state;
  const tasks = state.tasks.map((task) => (state.deleted ? withdraw(abort(task, at), at) : abort(task, at)));
  return tasks.every((task, index) => task === state.tasks[index]) ? state : { ...state, tasks };
};
