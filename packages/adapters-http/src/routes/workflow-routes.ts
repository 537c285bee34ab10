import type { RecordReport, Snapshot, ToldTaskRequest, Workflow } from '@portico/core/workflow';
import { parseSnapshot, parseToldTask } from '@portico/core/workflow';
import { err, errAsync, ok, type Result } from 'neverthrow';
import { z } from 'zod';
import type { BodyReader } from '../api/body-reader.ts';
import type { Routes } from '../api/route.ts';
import type { WorkflowInput } from '../body/workflow-input.ts';
import type { Failure } from '../problems/failure.ts';
import { fieldText } from '../problems/language.ts';
import type { Language } from '../problems/problems.ts';
import { cursor, instanceStatus, limit, pageOf, plainText } from '../schemas/fields.ts';
import { snapshotBody, toldTaskBody } from '../schemas/requests.ts';
import {
  recordReport,
  showInstance,
  showInstanceInFull,
  shownInstance,
  shownInstanceInFull,
  shownTaskInInstance,
  showTask,
  snapshotReport,
} from '../schemas/workflow.ts';

const params = z.object({ id: plainText(128) });

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The task's id is in the path: the body need not repeat it, and must not contradict it. */
const readTask = (
  value: unknown,
  id: string,
  { schemas }: WorkflowInput,
  language: Language,
): Result<ToldTaskRequest, Failure> => {
  const task = isObject(value) ? value['task'] : undefined;
  const whole = isObject(value) && isObject(task) ? { ...value, task: { id, ...task } } : value;
  return parseToldTask(whole, schemas)
    .mapErr((details): Failure => ({ problem: 'INVALID', details }))
    .andThen((told) =>
      told.task.id === id
        ? ok(told)
        : err<never, Failure>({
            problem: 'INVALID',
            details: [{ pointer: '/task/id', message: fieldText('path-id', language) }],
          }),
    );
};

const toldTaskReader: BodyReader<unknown> = {
  schema: toldTaskBody,
  required: true,
  maxBytes: null,
  texts: 'unchecked',
  read: (value) => ok(value),
};

const snapshotReader: BodyReader<Snapshot> = {
  schema: snapshotBody,
  required: true,
  maxBytes: null,
  texts: 'unchecked',
  read: (value, _language, { schemas }) =>
    parseSnapshot(value, schemas).mapErr((details): Failure => ({ problem: 'INVALID', details })),
};

const report = ({ accepted, duplicates, ignored, todos }: RecordReport): z.input<typeof recordReport> => ({
  accepted,
  duplicates,
  ignored: ignored.map((entry) => ({ ...entry })),
  todos,
});

/** What is true of instances and tasks. */
export const addWorkflowRoutes = ({ route }: Routes, workflow: Workflow): void => {
  route({
    method: 'get',
    path: '/task-center/instances',
    id: 'listInstances',
    tag: 'workflow',
    summary: 'Process instances, newest change first',
    scope: 'todos:read',
    query: z.strictObject({ process: plainText(128).optional(), status: instanceStatus.optional(), limit, cursor }),
    status: 200,
    data: pageOf(shownInstance),
    handle: ({ principal, query }) =>
      workflow
        .listInstances(
          principal.tenant,
          { processId: query.process ?? null, status: query.status ?? null },
          query.cursor ?? null,
          query.limit,
        )
        .map(({ items, nextCursor }) => ({ items: items.map(showInstance), nextCursor })),
  });

  route({
    method: 'get',
    path: '/task-center/instances/:id',
    id: 'showInstance',
    tag: 'workflow',
    summary: 'An instance with its tasks and events',
    scope: 'todos:read',
    params,
    status: 200,
    data: shownInstanceInFull,
    problems: ['NOT_FOUND'],
    handle: ({ principal, params: { id } }) =>
      workflow.showInstance(principal.tenant, id).map(({ instance, events }) => showInstanceInFull(instance, events)),
  });

  route({
    method: 'get',
    path: '/task-center/tasks/:id',
    id: 'showTask',
    tag: 'workflow',
    summary: 'A task and its instance',
    scope: 'todos:read',
    params,
    status: 200,
    data: shownTaskInInstance,
    problems: ['NOT_FOUND'],
    handle: ({ principal, params: { id } }) =>
      workflow
        .showTask(principal.tenant, id)
        .map(({ instance, task }) => ({ instance: showInstance(instance), task: showTask(task) })),
  });

  route({
    method: 'put',
    path: '/task-center/tasks/:id',
    id: 'tellTask',
    tag: 'workflow',
    summary: 'Tell a task as desired state',
    description: 'Makes the task what it is told to be. Telling the same again changes nothing.',
    scope: 'events:write',
    params,
    body: toldTaskReader,
    status: 200,
    data: recordReport,
    problems: ['EVENT_INVALID', 'EVENT_IN_FUTURE', 'EVENT_TOO_OLD', 'TASK_OF_OTHER_INSTANCE', 'INSTANCE_FULL'],
    handle({ principal, params: { id }, body, input, language }) {
      const read = readTask(body, id, input, language);
      if (read.isErr()) return errAsync(read.error);
      const { occurredAt, source, ...told } = read.value;
      return workflow
        .tellTask(principal.tenant, told, occurredAt, source)
        .andThen((recorded): Result<z.input<typeof recordReport>, Failure> => {
          const [ignored] = recorded.ignored;
          if (ignored === undefined) return ok(report(recorded));
          return err({ problem: ignored.code, details: [{ pointer: ignored.pointer, message: ignored.message }] });
        });
    },
  });

  route({
    method: 'post',
    path: '/task-center/snapshots',
    id: 'takeSnapshot',
    tag: 'workflow',
    summary: 'Tell all open tasks of a scope',
    description:
      'Open tasks of the scope that the list lacks are closed; closing more than a tenth of them (and more than ten) is answered with ' +
      '409 and a token, with which the snapshot goes through.',
    scope: 'events:write',
    body: snapshotReader,
    creates: true,
    status: 200,
    data: snapshotReport,
    problems: ['SNAPSHOT_NEEDS_CONFIRMATION', 'EVENT_INVALID', 'EVENT_IN_FUTURE', 'EVENT_TOO_OLD'],
    handle: ({ principal, body }) =>
      workflow
        .takeSnapshot(principal.tenant, body)
        .andThen((taken): Result<z.input<typeof snapshotReport>, Failure> => {
          // Only the time of the whole can be at fault in this way; nothing of it was taken in.
          const untimely = taken.ignored.find(({ code }) => code === 'EVENT_IN_FUTURE' || code === 'EVENT_TOO_OLD');
          if (untimely === undefined) return ok({ ...report(taken), closed: taken.closed });
          return err({ problem: untimely.code, details: [{ pointer: untimely.pointer, message: untimely.message }] });
        }),
  });
};
