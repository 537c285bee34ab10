import { err, type Result } from 'neverthrow';
import type * as z from 'zod';
import { engineEvent } from './engine-event-schema.ts';
import { parseFields, type FieldIssue } from './field-issues.ts';
import { workflowLimits, type EngineEvent } from './model.ts';
import { snapshot, toldTask, type ToldTaskRequest } from './told-task-schema.ts';
import type { Snapshot } from './workflow.ts';

/** The outside forms of what the workflow is told. */
export interface WorkflowSchemas {
  readonly engineEvent: z.ZodType<EngineEvent>;
  readonly toldTask: z.ZodType<ToldTaskRequest>;
  readonly snapshot: z.ZodType<Snapshot>;
}

/** Timestamps without an offset are read in `timezone` (an IANA name). */
export const createWorkflowSchemas = (timezone: string): WorkflowSchemas => ({
  engineEvent: engineEvent(timezone),
  toldTask: toldTask(timezone),
  snapshot: snapshot(timezone),
});

const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[key] : undefined),
    value,
  );

/** Lists that are too long are refused before their entries are looked at. */
const tooLong = (value: unknown, pointer: string, most: number): FieldIssue[] =>
  Array.isArray(value) && value.length > most ? [{ pointer, message: `must have at most ${most} entries` }] : [];

const longLists = (input: unknown, prefix: string): FieldIssue[] => [
  ...tooLong(at(input, 'task', 'assignees'), `${prefix}/task/assignees`, workflowLimits.assignees),
  ...tooLong(at(input, 'done'), `${prefix}/done`, workflowLimits.assignees),
];

/** One event as an engine sent it. */
export const parseEngineEvent = (input: unknown, schemas: WorkflowSchemas): Result<EngineEvent, FieldIssue[]> => {
  const long = longLists(input, '');
  return long.length > 0 ? err(long) : parseFields(schemas.engineEvent, input);
};

/** The body of `PUT …/tasks/{id}`. */
export const parseToldTask = (input: unknown, schemas: WorkflowSchemas): Result<ToldTaskRequest, FieldIssue[]> => {
  const long = longLists(input, '');
  return long.length > 0 ? err(long) : parseFields(schemas.toldTask, input);
};

/** The body of `POST …/snapshots`. */
export const parseSnapshot = (input: unknown, schemas: WorkflowSchemas): Result<Snapshot, FieldIssue[]> => {
  const tasks = at(input, 'tasks');
  const long = tooLong(tasks, '/tasks', workflowLimits.snapshotTasks);
  if (long.length > 0) return err(long);
  const inner = Array.isArray(tasks) ? tasks.flatMap((task, index) => longLists(task, `/tasks/${index}`)) : [];
  return inner.length > 0 ? err(inner.slice(0, 20)) : parseFields(schemas.snapshot, input);
};
