import type { Clock } from '@portico/core';
import type { RepushCases, RepushRequest } from '@portico/core/task-center';
import { z } from 'zod';
import { jsonBody } from '../api/body-reader.ts';
import type { Routes } from '../api/route.ts';
import { toFailure } from '../problems/failure.ts';
import {
  instanceStatus,
  instantText,
  plainText,
  platformCode,
  syncState,
  todoState,
  urgency,
} from '../schemas/fields.ts';
import { showBegunJob, shownJob } from '../schemas/job.ts';
import { readInstant } from './read-instants.ts';

const id = plainText(128).nullable().default(null);

const filter = z.strictObject({
  from: instantText.nullable().default(null).meta({ description: 'To-dos created at or after.' }),
  to: instantText.nullable().default(null).meta({ description: 'To-dos created before.' }),
  instanceStatus: instanceStatus.nullable().default(null).meta({ description: 'How the process instance stands.' }),
  state: todoState.nullable().default(null),
  platform: platformCode.nullable().default(null).meta({ description: 'Null: every enabled platform.' }),
  process: id,
  instance: id,
  assignee: id,
  task: id,
  category: plainText(255).nullable().default(null),
  urgency: urgency.nullable().default(null),
  sync: syncState.nullable().default(null).meta({ description: 'How it stands on the platform.' }),
  q: plainText(255).nullable().default(null).meta({ description: 'A part of the title.' }),
});

const fields = {
  filter: filter.default(filter.parse({})),
  mode: z.enum(['behind', 'all']).default('behind').meta({
    description: '`behind`: what does not agree, also what was given up. `all`: also what agrees, once more.',
  }),
};

const preview = z.strictObject(fields).meta({ ref: 'RepushPreviewRequest' });
const start = z
  .strictObject({ ...fields, perSecond: z.int().min(1).max(500).default(50).meta({ description: 'To-dos a second.' }) })
  .meta({ ref: 'RepushRequest' });

const shownPreview = z
  .object({
    todos: z.int().meta({ description: 'To-dos that the filter finds.' }),
    more: z.boolean().meta({ description: 'There are more than were counted.' }),
    objects: z.int().meta({ description: 'Objects of platforms that would be looked at again.' }),
    marks: z.array(z.object({ platform: z.string(), sync: syncState, count: z.int() })),
  })
  .meta({ ref: 'RepushPreview' });

/** Pushing again: counted first, then done as a job. */
export const addRepushRoutes = ({ route }: Routes, taskCenter: RepushCases, clock: Clock): void => {
  const toFilter = (
    { process, instance, assignee, task, q, from: _from, to: _to, ...rest }: z.output<typeof filter>,
    createdFrom: number | null,
    createdTo: number | null,
  ): RepushRequest['filter'] => ({
    ...rest,
    processId: process,
    instanceId: instance,
    assigneeId: assignee,
    taskId: task,
    text: q,
    createdFrom,
    createdTo,
  });

  route({
    method: 'post',
    path: '/task-center/repush/preview',
    id: 'previewRepush',
    tag: 'repush',
    summary: 'Count what a re-push would do; nothing is changed',
    scope: 'todos:read',
    body: jsonBody(preview, { required: false }),
    status: 200,
    data: shownPreview,
    handle: (request) => {
      const { body, principal } = request;
      return readInstant(body.filter.from, '/filter/from', request)
        .andThen((from) => readInstant(body.filter.to, '/filter/to', request).map((to) => ({ from, to })))
        .asyncAndThen(({ from, to }) =>
          taskCenter
            .previewRepush(principal.tenant, { filter: toFilter(body.filter, from, to), mode: body.mode })
            .map(({ found, objects }) => ({
              todos: found.todos,
              more: found.more,
              objects,
              marks: found.marks.map((mark) => ({ ...mark })),
            }))
            .mapErr(toFailure),
        );
    },
  });

  route({
    method: 'post',
    path: '/task-center/repush',
    id: 'startRepush',
    tag: 'repush',
    summary: 'Push to-dos again, as a job of the kind `repush`',
    description:
      'Follow, pause, resume and cancel it under `/jobs/{id}`. What somebody decided by hand is left as it is.',
    scope: 'todos:write',
    body: jsonBody(start, { required: false }),
    creates: true,
    status: 202,
    data: shownJob,
    problems: ['NOT_FOUND'],
    handle: (request) => {
      const { body, principal } = request;
      return readInstant(body.filter.from, '/filter/from', request)
        .andThen((from) => readInstant(body.filter.to, '/filter/to', request).map((to) => ({ from, to })))
        .asyncAndThen(({ from, to }) =>
          taskCenter
            .startRepush(
              principal.tenant,
              { filter: toFilter(body.filter, from, to), mode: body.mode, perSecond: body.perSecond },
              principal.name,
            )
            .map((job) => {
              request.setHeader('Location', `/api/v1/jobs/${job.id}`);
              return showBegunJob(job, clock.now());
            })
            .mapErr(toFailure),
        );
    },
  });
};
