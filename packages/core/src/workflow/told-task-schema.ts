import * as z from 'zod';
import type { Instant } from '../ports/instant.ts';
import { fullInstance, taskWith } from './engine-event-schema.ts';
import { assignees, id, orNull, timestamp, uniqueBy } from './field-schemas.ts';
import { workflowLimits, type InstanceReport, type Person, type TaskReport, type TaskState } from './model.ts';
import type { Snapshot, ToldTask } from './workflow.ts';

/** A task told as desired state, with the time since when it is so (null: now) and who says it. */
export interface ToldTaskRequest extends ToldTask {
  readonly occurredAt: Instant | null;
  readonly source: string;
}

interface Told {
  readonly instance: InstanceReport;
  readonly task: TaskReport & { readonly assignees: readonly Person[] };
  readonly status: TaskState['status'];
  readonly done: readonly string[];
}

const toldFields = (time: z.ZodType<Instant>) => ({
  instance: fullInstance(time),
  task: taskWith(time, assignees()),
  status: z.enum(['initialized', 'completed', 'aborted']).default('initialized'),
  done: z.array(id()).max(workflowLimits.assignees).default([]),
});

const doneAreAssigned = ({ task, done }: Told, context: z.RefinementCtx): void => {
  const assigned = new Set(task.assignees.map((person) => person.id));
  for (const [index, one] of done.entries()) {
    if (!assigned.has(one)) {
      context.addIssue({ code: 'custom', path: ['done', index], message: 'must be one of the assignees' });
    }
  }
};

/** The body of `PUT …/tasks/{id}`. */
export const toldTask = (timezone: string): z.ZodType<ToldTaskRequest> => {
  const time = timestamp(timezone);
  return z
    .object({ ...toldFields(time), occurredAt: orNull(time), source: id().default('api') })
    .superRefine(doneAreAssigned);
};

/** The body of `POST …/snapshots`. */
export const snapshot = (timezone: string): z.ZodType<Snapshot> => {
  const time = timestamp(timezone);
  return z
    .object({
      source: id().default('api'),
      occurredAt: time,
      scope: z
        .object({ processId: orNull(id()), assigneeId: orNull(id()) })
        .refine(({ processId, assigneeId }) => processId !== null || assigneeId !== null, {
          message: 'must name a processId, an assigneeId, or both',
        }),
      tasks: z
        .array(z.object(toldFields(time)).superRefine(doneAreAssigned))
        .max(workflowLimits.snapshotTasks)
        .superRefine(uniqueBy((told: Told) => told.task.id, ['task', 'id'], 'must not name a task twice')),
      missing: z.enum(['completed', 'aborted']).default('completed'),
      confirm: orNull(z.string().max(64)),
    })
    .superRefine(({ scope, tasks }, context) => {
      for (const [index, { instance, task }] of tasks.entries()) {
        if (scope.processId !== null && instance.processId !== scope.processId) {
          const path = ['tasks', index, 'instance', 'processId'];
          context.addIssue({ code: 'custom', path, message: "must be the scope's processId" });
        }
        if (scope.assigneeId !== null && !task.assignees.some((person) => person.id === scope.assigneeId)) {
          const path = ['tasks', index, 'task', 'assignees'];
          context.addIssue({ code: 'custom', path, message: "must name the scope's assigneeId" });
        }
      }
    });
};
