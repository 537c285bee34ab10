import type { Instant } from '../../ports/instant.ts';
import type { AssigneeState, TaskAssertion, TaskReport, TaskState } from '../model.ts';
import { isCurrent, moveAll, withPeople } from './assignees.ts';
import { closeTask, newTask, openTask, withFacts } from './task-span.ts';

/**
 * Desired state: the task is as told, whatever it was. Of a completed task everybody is done, unless all had to decide and the
 * assertion names who did.
 */
export const assertTask = (
  task: TaskState | null,
  report: TaskReport,
  assertion: TaskAssertion,
  at: Instant,
): TaskState => {
  const known = task === null ? newTask(report, at, true) : withFacts(task, report);
  const done = new Set(assertion.done);
  const members =
    report.assignees === null
      ? new Set(known.assignees.filter(isCurrent).map(({ person }) => person.id))
      : new Set(report.assignees.map((person) => person.id));
  const everybody = assertion.status === 'completed' && (known.completion === 'any' || done.size === 0);
  const next = ({ person }: AssigneeState): AssigneeState['state'] => {
    if (done.has(person.id)) return 'done';
    if (!members.has(person.id)) return 'withdrawn';
    if (assertion.status === 'initialized') return 'open';
    return everybody ? 'done' : 'withdrawn';
  };
  const assignees = moveAll(withPeople(known.assignees, report.assignees ?? [], 'open', at), at, next);
  const told = { ...known, assignees };
  return assertion.status === 'initialized'
    ? openTask(told, at)
    : closeTask(told, assertion.status, { at, actor: null, result: null });
};
