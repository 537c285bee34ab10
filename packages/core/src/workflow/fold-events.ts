import { compareCodePoints } from '../work/code-point-order.ts';
import { compareEvents, orderOf } from './event-order.ts';
import { assertTask } from './fold/assert-task.ts';
import { completeTask } from './fold/complete-task.ts';
import { endTasks } from './fold/end-tasks.ts';
import { isFinal, withReport } from './fold/instance-facts.ts';
import { receiveTask } from './fold/receive-task.ts';
import { revertTask } from './fold/revert-task.ts';
import { newTask, withFacts } from './fold/task-span.ts';
import { urgeTask } from './fold/urge-task.ts';
import type { EngineEvent, InstanceState, TaskReport, TaskState } from './model.ts';

/** An instance before its first event. */
export const unknownInstance = (tenant: string, id: string): InstanceState => ({
  tenant,
  id,
  processId: '',
  processName: '',
  processVersion: null,
  category: null,
  subject: '',
  status: 'running',
  initiator: null,
  startedAt: null,
  endedAt: null,
  deleted: false,
  tasks: [],
  lastEvent: null,
  eventCount: 0,
  version: 0,
});

const nextTask = (
  instance: InstanceState,
  task: TaskState | null,
  report: TaskReport,
  event: EngineEvent,
): TaskState => {
  const at = event.occurredAt;
  const running = !isFinal(instance.status);
  if (instance.deleted) return task === null ? newTask(report, at, false) : withFacts(task, report);
  switch (event.action) {
    case 'receive':
    case 'reassign':
      return receiveTask(task, report, at, running);
    case 'urge':
      return urgeTask(task, report, at, running);
    case 'complete':
      return completeTask(task, report, at, event.actor, event.result);
    case 'revert':
      return revertTask(task, report, at, running);
    case 'assert':
      return event.assertion === null
        ? receiveTask(task, report, at, running)
        : assertTask(task, report, event.assertion, at);
    case 'start':
    case 'end':
    case 'terminate':
    case 'delete':
      // These say nothing of tasks; a report that came along is at most news about facts.
      return task === null ? newTask(report, at, running) : withFacts(task, report);
  }
};

/** Where a task is among the instance's, or where it would be inserted. */
const placeOf = (tasks: readonly TaskState[], id: string): number => {
  let low = 0;
  let high = tasks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareCodePoints(tasks[middle]?.id ?? '', id) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** The task of this id; null when the instance has none such. */
export const findTask = (instance: InstanceState, id: string): TaskState | null => {
  const task = instance.tasks[placeOf(instance.tasks, id)];
  return task?.id === id ? task : null;
};

const withTask = (instance: InstanceState, event: EngineEvent): InstanceState => {
  if (event.task === null) return instance;
  const place = placeOf(instance.tasks, event.task.id);
  const found = findTask(instance, event.task.id);
  const task = nextTask(instance, found, event.task, event);
  return { ...instance, tasks: instance.tasks.toSpliced(place, found === null ? 0 : 1, task) };
};

/** One step of the fold: an event that comes after all that the state is made of. `version` stays. */
export const applyEvent = (state: InstanceState, event: EngineEvent): InstanceState => ({
  ...endTasks(withTask(withReport(state, event), event), event.occurredAt),
  lastEvent: orderOf(event),
  eventCount: state.eventCount + 1,
});

/** The state that a set of events stands for, whatever the order it is given in. No two may be the same event. */
export const foldEvents = (tenant: string, id: string, events: readonly EngineEvent[]): InstanceState =>
  events.toSorted(compareEvents).reduce(applyEvent, unknownInstance(tenant, id));
