import type { TaskCenter } from '@portico/core/task-center';
import { z } from 'zod';
import type { Routes } from '../api/route.ts';
import { toFailure } from '../problems/failure.ts';
import { attemptOutcome, cursor, instantText, limit, pageOf, plainText, platformCode } from '../schemas/fields.ts';
import { showChange, showDeletion, shownChange, shownDeletion, shownPush, showPush } from '../schemas/logs.ts';
import { readSpan } from './read-instants.ts';

const id = plainText(128).optional();

/** The push log, the change log and the deletion log. */
export const addLogRoutes = (
  { route }: Routes,
  taskCenter: Pick<TaskCenter, 'listPushLog' | 'listChangeLog' | 'listDeletionLog'>,
): void => {
  route({
    method: 'get',
    path: '/task-center/push-logs',
    id: 'listPushLog',
    tag: 'logs',
    summary: 'Every attempt at a platform, newest first',
    scope: 'logs:read',
    query: z.strictObject({
      platform: platformCode.optional(),
      key: plainText(1024).optional(),
      task: id,
      outcome: attemptOutcome.optional(),
      from: instantText.optional(),
      to: instantText.optional(),
      limit,
      cursor,
    }),
    status: 200,
    data: pageOf(shownPush),
    handle: (request) =>
      readSpan(request).asyncAndThen(({ from, to }) => {
        const { platform = null, key = null, task: taskId = null, outcome = null } = request.query;
        return taskCenter
          .listPushLog(
            request.principal.tenant,
            { platform, key, taskId, outcome, from, to },
            request.query.cursor ?? null,
            request.query.limit,
          )
          .map(({ items, nextCursor }) => ({ items: items.map(showPush), nextCursor }))
          .mapErr(toFailure);
      }),
  });

  route({
    method: 'get',
    path: '/task-center/change-logs',
    id: 'listChangeLog',
    tag: 'logs',
    summary: 'Changes of to-dos and decisions by hand, newest first',
    scope: 'logs:read',
    query: z.strictObject({ task: id, assignee: id, instance: id, limit, cursor }),
    status: 200,
    data: pageOf(shownChange),
    handle: ({ principal, query }) =>
      taskCenter
        .listChangeLog(
          principal.tenant,
          { taskId: query.task ?? null, assigneeId: query.assignee ?? null, instanceId: query.instance ?? null },
          query.cursor ?? null,
          query.limit,
        )
        .map(({ items, nextCursor }) => ({ items: items.map(showChange), nextCursor })),
  });

  route({
    method: 'get',
    path: '/task-center/deletion-logs',
    id: 'listDeletionLog',
    tag: 'logs',
    summary: 'What platforms confirmed to be gone, newest first',
    scope: 'logs:read',
    query: z.strictObject({ platform: platformCode.optional(), instance: id, limit, cursor }),
    status: 200,
    data: pageOf(shownDeletion),
    handle: ({ principal, query }) =>
      taskCenter
        .listDeletionLog(
          principal.tenant,
          { platform: query.platform ?? null, instanceId: query.instance ?? null },
          query.cursor ?? null,
          query.limit,
        )
        .map(({ items, nextCursor }) => ({ items: items.map(showDeletion), nextCursor })),
  });
};
