import type { Instant } from '../../ports/instant.ts';
import type { Person, TaskReport, TaskState } from '../model.ts';
import { assign, isCurrent, moveAll, withdrawOpen } from './assignees.ts';
import { closeTask, newTask, withFacts } from './task-span.ts';

/** One assignee of several who all have to decide. The task ends with the last of them. */
const completeShare = (task: TaskState, at: Instant, actor: Person, result: string | null): TaskState => {
  const assignees = moveAll(task.assignees, at, ({ person, state }) =>
    person.id === actor.id && (state === 'open' || task.status === 'aborted') ? 'done' : state,
  );
  const shared = { ...task, assignees };
  if (task.status !== 'initialized') return { ...shared, assignees: withdrawOpen(assignees, at) };
  const current = assignees.filter(isCurrent);
  const ended = current.some(({ person }) => person.id === actor.id) && current.every(({ state }) => state === 'done');
  return ended ? closeTask(shared, 'completed', { at, actor, result }) : shared;
};

/**
 * 审批完成. An aborted task may turn out to have been completed; then the actor alone is done, since the others had lost it
 * before.
 */
export const completeTask = (
  task: TaskState | null,
  report: TaskReport,
  at: Instant,
  actor: Person | null,
  result: string | null,
): TaskState => {
  const known = task === null ? newTask(report, at, true) : withFacts(task, report);
  const assignees = report.assignees === null ? known.assignees : assign(known.assignees, report.assignees, at);
  const assigned = { ...known, assignees };
  if (known.completion === 'all' && actor !== null) return completeShare(assigned, at, actor, result);
  const done = moveAll(assignees, at, (assignee) =>
    isCurrent(assignee) || (known.status === 'aborted' && assignee.person.id === actor?.id) ? 'done' : 'withdrawn',
  );
  return closeTask({ ...assigned, assignees: done }, 'completed', { at, actor, result });
};
