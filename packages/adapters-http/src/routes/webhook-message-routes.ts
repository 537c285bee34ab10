import type { Webhooks } from '@portico/core/webhooks';
import { z } from 'zod';
import { jsonBody } from '../api/body-reader.ts';
import type { Routes } from '../api/route.ts';
import { toFailure } from '../problems/failure.ts';
import { showAttempt, shownAttempt } from '../schemas/attempt.ts';
import { cursor, limit, pageOf } from '../schemas/fields.ts';
import { messageId, messageType, replayRequest, showMessage, shownMessage, webhookCode } from '../schemas/webhook.ts';
import { readInstant } from './read-instants.ts';

const endpoint = z.object({ code: webhookCode });
const place = z.object({ code: webhookCode, id: messageId });

/** What webhooks were told, and telling it again. */
export const addWebhookMessageRoutes = ({ route }: Routes, webhooks: Webhooks): void => {
  route({
    method: 'get',
    path: '/webhooks/:code/messages',
    id: 'listWebhookMessages',
    tag: 'webhooks',
    summary: 'Messages to a webhook, newest first',
    scope: 'webhooks:read',
    params: endpoint,
    query: z.strictObject({
      type: messageType.optional(),
      delivered: z.enum(['true', 'false']).optional(),
      limit,
      cursor,
    }),
    status: 200,
    data: pageOf(shownMessage),
    problems: ['NOT_FOUND'],
    handle: ({ principal, params: { code }, query }) =>
      webhooks
        .showEndpoint(principal.tenant, code)
        .andThen(() =>
          webhooks.listMessages(
            principal.tenant,
            {
              endpoint: code,
              type: query.type ?? null,
              delivered: query.delivered === undefined ? null : query.delivered === 'true',
            },
            query.cursor ?? null,
            query.limit,
          ),
        )
        .map(({ items, nextCursor }) => ({ items: items.map(showMessage), nextCursor })),
  });

  route({
    method: 'get',
    path: '/webhooks/:code/messages/:id',
    id: 'showWebhookMessage',
    tag: 'webhooks',
    summary: 'A message with its attempts, newest first',
    scope: 'webhooks:read',
    params: place,
    status: 200,
    data: z.object({ message: shownMessage, attempts: z.array(shownAttempt) }),
    problems: ['NOT_FOUND'],
    handle: ({ principal, params: { code, id } }) =>
      webhooks.showMessage(principal.tenant, code, id).map(({ message, attempts }) => ({
        message: showMessage(message),
        attempts: attempts.map(showAttempt),
      })),
  });

  route({
    method: 'post',
    path: '/webhooks/:code/messages/:id/replay',
    id: 'replayWebhookMessage',
    tag: 'webhooks',
    summary: 'Send a message again now, under the same id, also one that was delivered',
    scope: 'webhooks:write',
    params: place,
    status: 200,
    data: shownMessage,
    problems: ['NOT_FOUND', 'CONFLICT'],
    handle: ({ principal, params: { code, id } }) =>
      webhooks.replayMessage(principal.tenant, code, id).map(showMessage),
  });

  route({
    method: 'post',
    path: '/webhooks/:code/replay',
    id: 'replayWebhook',
    tag: 'webhooks',
    summary: 'Send again what was written since then and not delivered, oldest first, at most 10,000 messages a call',
    scope: 'webhooks:write',
    params: endpoint,
    body: jsonBody(replayRequest),
    status: 200,
    data: z.object({ messages: z.int(), more: z.boolean(), nextCursor: z.string().nullable() }),
    problems: ['NOT_FOUND'],
    handle: (request) =>
      readInstant(request.body.since, '/since', request).asyncAndThen((since) =>
        webhooks
          .replayUndelivered(request.principal.tenant, request.params.code, since ?? 0, request.body.cursor ?? null)
          .mapErr(toFailure),
      ),
  });

  route({
    method: 'post',
    path: '/webhooks/:code/test',
    id: 'testWebhook',
    tag: 'webhooks',
    summary: 'Send a message of type portico.ping; look it up to see what became of it',
    scope: 'webhooks:write',
    params: endpoint,
    status: 202,
    data: shownMessage,
    problems: ['NOT_FOUND', 'CONFLICT'],
    handle: (request) => {
      const { principal, params } = request;
      return webhooks.pingEndpoint(principal.tenant, params.code).map((shown) => {
        request.setHeader('Location', `/api/v1/webhooks/${params.code}/messages/${shown.message.id}`);
        return showMessage(shown);
      });
    },
  });
};
