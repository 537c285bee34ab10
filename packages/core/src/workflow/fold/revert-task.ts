import type { Instant } from '../../ports/instant.ts';
import type { TaskReport, TaskState } from '../model.ts';
import { assign, moveAll } from './assignees.ts';
import { newTask, openTask, withFacts } from './task-span.ts';

/** 撤回/退回: open again for everybody in the set, whether they had finished or not. */
export const revertTask = (task: TaskState | null, report: TaskReport, at: Instant, running: boolean): TaskState => {
  if (task === null) return newTask(report, at, running);
  const known = withFacts(task, report);
  if (!running) return known;
  const opened = openTask(known, at);
  if (report.assignees === null) return opened;
  const ids = new Set(report.assignees.map((person) => person.id));
  const assignees = moveAll(assign(opened.assignees, report.assignees, at), at, ({ person, state }) =>
    ids.has(person.id) ? 'open' : state,
  );
  return { ...opened, assignees };
};
