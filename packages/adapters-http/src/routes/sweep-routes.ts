import type { TaskCenter } from '@portico/core/task-center';
import { z } from 'zod';
import { jsonBody } from '../api/body-reader.ts';
import type { Routes } from '../api/route.ts';
import { toFailure } from '../problems/failure.ts';
import { instantText, limit, pageOf, platformCode } from '../schemas/fields.ts';
import { showSweep, shownSweep } from '../schemas/logs.ts';
import { readInstant } from './read-instants.ts';

const request = z
  .strictObject({
    platform: platformCode.nullable().default(null).meta({ description: 'Null: every enabled platform.' }),
    level: z
      .union([z.literal(1), z.literal(2)])
      .default(1)
      .meta({ description: '1: desired against acknowledged. 2: acknowledged against read-back.' }),
    since: instantText.nullable().default(null).meta({ description: 'What changed since; null: everything.' }),
  })
  .meta({ ref: 'NewSweep' });

/** Sweeps by hand, and those that ran. */
export const addSweepRoutes = ({ route }: Routes, taskCenter: Pick<TaskCenter, 'startSweep' | 'listSweeps'>): void => {
  route({
    method: 'get',
    path: '/task-center/sweeps',
    id: 'listSweeps',
    tag: 'sweeps',
    summary: 'Sweeps, newest first',
    scope: 'lanes:read',
    query: z.strictObject({ platform: platformCode.optional(), limit }),
    status: 200,
    data: pageOf(shownSweep),
    handle: ({ principal, query }) =>
      taskCenter
        .listSweeps(principal.tenant, query.platform ?? null, query.limit)
        .map((sweeps) => ({ items: sweeps.map(showSweep), nextCursor: null })),
  });

  route({
    method: 'post',
    path: '/task-center/sweeps',
    id: 'startSweep',
    tag: 'sweeps',
    summary: 'Start a sweep',
    description: 'A sweep is a job of the kind `sweep`, under the same id: watch, pause and cancel it there.',
    scope: 'lanes:write',
    body: jsonBody(request, { required: false }),
    creates: true,
    status: 202,
    data: pageOf(shownSweep),
    problems: ['NOT_FOUND'],
    handle: (given) =>
      readInstant(given.body.since, '/since', given).asyncAndThen((since) =>
        taskCenter
          .startSweep(
            given.principal.tenant,
            given.body.platform,
            given.body.level,
            since,
            'hand',
            given.principal.name,
          )
          .map((sweeps) => ({ items: sweeps.map(showSweep), nextCursor: null }))
          .mapErr(toFailure),
      ),
  });
};
