import type { Instant } from '../../ports/instant.ts';
import type { Person, TaskHistoryEntry, TaskReport, TaskState, TaskStatus } from '../model.ts';
import { withdrawOpen, withPeople } from './assignees.ts';

/** How a span of a task ended. */
export interface Ending {
  readonly at: Instant;
  readonly actor: Person | null;
  readonly result: string | null;
}

const factsOf = (report: TaskReport): Omit<TaskReport, 'id' | 'assignees'> => {
  const { id: _id, assignees: _assignees, ...facts } = report;
  return facts;
};

/** What the report says of the task itself; its people and its status stay. */
export const withFacts = (task: TaskState, report: TaskReport): TaskState => ({ ...task, ...factsOf(report) });

/** A task heard of for the first time: open, or aborted at once where nothing can be open any more. */
export const newTask = (report: TaskReport, at: Instant, open: boolean): TaskState => {
  const status: TaskStatus = open ? 'initialized' : 'aborted';
  const finishedAt = open ? null : at;
  return {
    id: report.id,
    ...factsOf(report),
    status,
    finishedAt,
    result: null,
    assignees: withPeople([], report.assignees ?? [], open ? 'open' : 'withdrawn', at),
    urges: 0,
    lastUrgedAt: null,
    history: [{ status, nodeId: report.nodeId, createdAt: report.createdAt, finishedAt, actor: null, result: null }],
  };
};

/** Begins a span, unless one is under way. */
export const openTask = (task: TaskState, at: Instant): TaskState => {
  if (task.status === 'initialized') return task;
  const span: TaskHistoryEntry = {
    status: 'initialized',
    nodeId: task.nodeId,
    createdAt: at,
    finishedAt: null,
    actor: null,
    result: null,
  };
  return { ...task, status: 'initialized', finishedAt: null, result: null, history: [...task.history, span] };
};

/** Ends the span, or corrects how it ended; nothing when it ended just so already. Leaves nobody open. */
export const closeTask = (task: TaskState, status: 'completed' | 'aborted', ending: Ending): TaskState => {
  const assignees = withdrawOpen(task.assignees, ending.at);
  if (task.status === status) return { ...task, assignees, result: ending.result ?? task.result };
  const last = task.history.at(-1);
  const history =
    last === undefined
      ? task.history
      : [
          ...task.history.slice(0, -1),
          { ...last, status, finishedAt: ending.at, actor: ending.actor, result: ending.result },
        ];
  return { ...task, status, finishedAt: ending.at, result: ending.result, assignees, history };
};
