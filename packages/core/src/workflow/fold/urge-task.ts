import type { Instant } from '../../ports/instant.ts';
import type { TaskReport, TaskState } from '../model.ts';
import { assign } from './assignees.ts';
import { newTask, withFacts } from './task-span.ts';

/** Somebody asks to hurry. It opens nothing that is closed. */
export const urgeTask = (task: TaskState | null, report: TaskReport, at: Instant, running: boolean): TaskState => {
  const known = task === null ? newTask(report, at, running) : withFacts(task, report);
  const reassigned = known.status === 'initialized' && report.assignees !== null;
  return {
    ...known,
    assignees: reassigned ? assign(known.assignees, report.assignees, at) : known.assignees,
    urges: known.urges + 1,
    lastUrgedAt: at,
  };
};
