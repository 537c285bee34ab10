import type { Instant } from '../../ports/instant.ts';
import type { TaskReport, TaskState } from '../model.ts';
import { assign } from './assignees.ts';
import { newTask, openTask, withFacts } from './task-span.ts';

/** Receive and reassign: the task is with these people. A completed task stays completed; only `revert` opens it again. */
export const receiveTask = (task: TaskState | null, report: TaskReport, at: Instant, running: boolean): TaskState => {
  if (task === null) return newTask(report, at, running);
  const known = withFacts(task, report);
  if (known.status === 'completed' || !running) return known;
  const opened = openTask(known, at);
  return report.assignees === null ? opened : { ...opened, assignees: assign(opened.assignees, report.assignees, at) };
};
