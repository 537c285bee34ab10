import type { Clock } from '@portico/core';
import { callbackBytes, type Callbacks } from '@portico/core/task-center';
import { z } from 'zod';
import type { HttpLog } from '../api/dependencies.ts';
import type { Routes } from '../api/route.ts';
import { createLimitedLog } from '../limits/limited-log.ts';
import { toFailure, type Failure } from '../problems/failure.ts';
import { showCallback, shownCallback } from '../schemas/callback.ts';
import { cursor, limit, pageOf, plainText, platformCode } from '../schemas/fields.ts';

const root = '/task-center/callbacks';

const place = z.strictObject({
  tenant: platformCode,
  platform: platformCode,
});

/** Feishu shows `message` to the person who pressed the button. */
const shownThere = (failure: Failure): Failure => {
  const message = failure.message ?? failure.details?.[0]?.message ?? failure.problem;
  return { ...failure, members: { ...failure.members, message, without_prefix: 'true' } };
};

/** What people decide on platforms: in, without a key of ours, and shown to those who have one. */
export const addCallbackRoutes = (
  { route, receive }: Routes,
  callbacks: Callbacks,
  log: Pick<HttpLog, 'refused'>,
  clock: Clock,
): void => {
  const refusals = createLimitedLog(
    (entry: Parameters<NonNullable<HttpLog['refused']>>[0]) => log.refused?.(entry),
    clock,
  );

  receive({
    path: '/callbacks/:tenant/:platform',
    id: 'receiveCallback',
    tag: 'callbacks',
    summary: 'Take in what a platform sends back',
    description:
      'No key of ours: each kind proves its callbacks in its own way (a signature by Standard Webhooks, Feishu’s token and key). At most 256 KiB; time stamps ' +
      'may be five minutes away from now. What comes again is answered again, and told once.',
    params: place,
    maxBytes: callbackBytes,
    problems: ['NOT_FOUND', 'CALLBACK_FORGED', 'CALLBACK_STALE', 'CALLBACK_MALFORMED'],
    handle: ({ params, headers, query, bytes, address }) =>
      callbacks
        .receive(params.tenant, params.platform, { headers, query, body: bytes })
        .map(({ answer }) => ({
          status: 200 as const,
          headers: { 'Content-Type': 'application/json; charset=utf-8' },
          body: JSON.stringify(answer),
        }))
        .mapErr((failure) => {
          if (!failure.code.startsWith('STORE_')) {
            const { code, message } = failure;
            // Names that do not exist share one line, however many somebody tries.
            const known = code === 'NOT_FOUND' ? '' : `${params.tenant} ${params.platform}`;
            refusals.write(known, { ...params, address, code, message, leftOut: 0 });
          }
          return shownThere(toFailure(failure));
        }),
  });

  route({
    method: 'get',
    path: root,
    id: 'listCallbacks',
    tag: 'callbacks',
    summary: 'Decisions that platforms sent, newest first',
    scope: 'logs:read',
    query: z.strictObject({
      platform: platformCode.optional(),
      taskId: plainText(255).optional(),
      assigneeId: plainText(255).optional(),
      cursor,
      limit,
    }),
    status: 200,
    data: pageOf(shownCallback),
    handle: ({ principal, query }) =>
      callbacks
        .list(
          principal.tenant,
          {
            platform: query.platform ?? null,
            taskId: query.taskId ?? null,
            assigneeId: query.assigneeId ?? null,
          },
          query.cursor ?? null,
          query.limit,
        )
        .map(({ items, nextCursor }) => ({ items: items.map(showCallback), nextCursor })),
  });

  route({
    method: 'get',
    path: `${root}/:id`,
    id: 'showCallback',
    tag: 'callbacks',
    summary: 'One decision that a platform sent',
    scope: 'logs:read',
    params: z.strictObject({ id: plainText(64) }),
    status: 200,
    data: shownCallback,
    problems: ['NOT_FOUND'],
    handle: ({ principal, params }) => callbacks.show(principal.tenant, params.id).map(showCallback),
  });
};
