import type { Clock } from '@portico/core';
import type { ShownWebhook, Webhooks } from '@portico/core/webhooks';
import { errAsync } from 'neverthrow';
import { z } from 'zod';
import { jsonBody } from '../api/body-reader.ts';
import { readIfMatch } from '../api/if-match.ts';
import type { ApiRequest, Routes } from '../api/route.ts';
import { toFailure, type Failure } from '../problems/failure.ts';
import { pageOf } from '../schemas/fields.ts';
import {
  newWebhook,
  secretRotation,
  shownNewSecret,
  shownWebhook,
  showNewSecret,
  showWebhook,
  toWebhookDraft,
  webhookChange,
  webhookCode,
} from '../schemas/webhook.ts';

const params = z.object({ code: webhookCode });

/** Who is told over HTTP. */
export const addWebhookRoutes = ({ route }: Routes, webhooks: Webhooks, clock: Clock): void => {
  const showWithTag =
    (request: Pick<ApiRequest<unknown, unknown, unknown>, 'setHeader'>) =>
    (webhook: ShownWebhook): z.input<typeof shownWebhook> => {
      request.setHeader('ETag', `"${webhook.revision}"`);
      return showWebhook(webhook, clock.now());
    };

  route({
    method: 'get',
    path: '/webhooks',
    id: 'listWebhooks',
    tag: 'webhooks',
    summary: 'Webhooks, by code',
    scope: 'webhooks:read',
    status: 200,
    data: pageOf(shownWebhook),
    handle: ({ principal }) =>
      webhooks
        .listEndpoints(principal.tenant)
        .map((all) => ({ items: all.map((webhook) => showWebhook(webhook, clock.now())), nextCursor: null })),
  });

  route({
    method: 'post',
    path: '/webhooks',
    id: 'createWebhook',
    tag: 'webhooks',
    summary: 'Have messages sent to an address; the secret that signs them is shown this once',
    scope: 'webhooks:write',
    body: jsonBody(newWebhook),
    creates: true,
    status: 201,
    data: shownNewSecret,
    problems: ['CONFLICT'],
    handle: (request) => {
      const { principal, body } = request;
      request.setHeader('Location', `/api/v1/webhooks/${body.code}`);
      return webhooks.createEndpoint(principal.tenant, toWebhookDraft(body), body.secret ?? null).map((made) => {
        request.setHeader('ETag', `"${made.endpoint.revision}"`);
        return showNewSecret(made, clock.now());
      });
    },
  });

  route({
    method: 'get',
    path: '/webhooks/:code',
    id: 'showWebhook',
    tag: 'webhooks',
    summary: 'A webhook',
    scope: 'webhooks:read',
    params,
    status: 200,
    data: shownWebhook,
    problems: ['NOT_FOUND'],
    handle: (request) => webhooks.showEndpoint(request.principal.tenant, request.params.code).map(showWithTag(request)),
  });

  route({
    method: 'patch',
    path: '/webhooks/:code',
    id: 'changeWebhook',
    tag: 'webhooks',
    summary: 'Change a webhook; what is absent stays',
    description:
      'With `If-Match` (the revision that `ETag` gave) a change by somebody else meanwhile is answered with 412. Another address, and being enabled again, give what was refused or exhausted another try.',
    scope: 'webhooks:write',
    params,
    body: jsonBody(webhookChange),
    status: 200,
    data: shownWebhook,
    problems: ['NOT_FOUND', 'CONFLICT', 'PRECONDITION_FAILED'],
    handle: (request) => {
      const { principal, params: at, body, language } = request;
      const revision = readIfMatch(request.header('if-match'), language);
      if (revision.isErr()) return errAsync(revision.error);
      return webhooks
        .changeEndpoint(principal.tenant, at.code, toWebhookDraft(body), revision.value)
        .map(showWithTag(request))
        .mapErr((failure): Failure =>
          failure.code === 'CONFLICT' && revision.value !== null
            ? { problem: 'PRECONDITION_FAILED' }
            : toFailure(failure),
        );
    },
  });

  route({
    method: 'delete',
    path: '/webhooks/:code',
    id: 'removeWebhook',
    tag: 'webhooks',
    summary: 'Remove a webhook with its messages',
    scope: 'webhooks:write',
    params,
    status: 200,
    data: z.object({ code: z.string() }),
    problems: ['NOT_FOUND'],
    handle: ({ principal, params: { code } }) => webhooks.removeEndpoint(principal.tenant, code).map(() => ({ code })),
  });

  for (const [action, enabled] of [
    ['enable', true],
    ['disable', false],
  ] as const) {
    route({
      method: 'post',
      path: `/webhooks/:code/${action}`,
      id: `${action}Webhook`,
      tag: 'webhooks',
      summary: enabled
        ? 'Enable a webhook; what waited for it is sent'
        : 'Disable a webhook; it is told of nothing, and what waits for it goes on waiting',
      scope: 'webhooks:write',
      params,
      status: 200,
      data: shownWebhook,
      problems: ['NOT_FOUND', 'CONFLICT'],
      handle: (request) =>
        webhooks
          .changeEndpoint(request.principal.tenant, request.params.code, { enabled }, null)
          .map(showWithTag(request)),
    });
  }

  route({
    method: 'post',
    path: '/webhooks/:code/rotate-secret',
    id: 'rotateWebhookSecret',
    tag: 'webhooks',
    summary: 'Put a new secret first; the one before it signs along for 24 hours',
    scope: 'webhooks:write',
    params,
    body: jsonBody(secretRotation, { required: false }),
    creates: true,
    status: 200,
    data: shownNewSecret,
    problems: ['NOT_FOUND', 'CONFLICT'],
    handle: ({ principal, params: { code }, body }) =>
      webhooks
        .rotateSecret(principal.tenant, code, body.secret ?? null)
        .map((made) => showNewSecret(made, clock.now())),
  });
};
