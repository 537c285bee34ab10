import type { Clock } from '@portico/core';
import { pushLaneName, type ShownPlatform, type TaskCenter } from '@portico/core/task-center';
import { errAsync, ok } from 'neverthrow';
import { z } from 'zod';
import { jsonBody } from '../api/body-reader.ts';
import { readIfMatch } from '../api/if-match.ts';
import type { ApiRequest, Routes } from '../api/route.ts';
import { toFailure, type Failure } from '../problems/failure.ts';
import { showExchange, shownExchange, shownOutcome, showOutcome } from '../schemas/attempt.ts';
import { pageOf, platformCode } from '../schemas/fields.ts';
import {
  newPlatform,
  platformChange,
  showKind,
  shownKind,
  shownPlatform,
  showPlatform,
  toDraft,
} from '../schemas/platform.ts';

const params = z.object({ code: platformCode });

/** Platforms and their kinds. */
export const addPlatformRoutes = ({ route }: Routes, taskCenter: TaskCenter, clock: Clock): void => {
  const show = (platform: ShownPlatform): z.input<typeof shownPlatform> => showPlatform(platform, clock.now());
  const showWithTag =
    (request: Pick<ApiRequest<unknown, unknown, unknown>, 'setHeader'>) =>
    (platform: ShownPlatform): z.input<typeof shownPlatform> => {
      request.setHeader('ETag', `"${platform.revision}"`);
      return show(platform);
    };

  route({
    method: 'get',
    path: '/task-center/platform-kinds',
    id: 'listPlatformKinds',
    tag: 'platforms',
    summary: 'Kinds of task center, with the schema of their settings',
    scope: 'platforms:read',
    status: 200,
    data: pageOf(shownKind),
    handle: () =>
      ok({ items: taskCenter.listKinds().map(showKind), nextCursor: null }).asyncMap((page) => Promise.resolve(page)),
  });

  route({
    method: 'get',
    path: '/task-center/platforms',
    id: 'listPlatforms',
    tag: 'platforms',
    summary: 'Platforms',
    scope: 'platforms:read',
    status: 200,
    data: pageOf(shownPlatform),
    handle: ({ principal }) =>
      taskCenter.listPlatforms(principal.tenant).map((platforms) => ({ items: platforms.map(show), nextCursor: null })),
  });

  route({
    method: 'post',
    path: '/task-center/platforms',
    id: 'createPlatform',
    tag: 'platforms',
    summary: 'Configure a platform',
    scope: 'platforms:write',
    body: jsonBody(newPlatform),
    creates: true,
    status: 201,
    data: shownPlatform,
    problems: ['SETTINGS_INVALID', 'CONFLICT'],
    handle: (request) => {
      const { principal, body } = request;
      request.setHeader('Location', `/api/v1/task-center/platforms/${body.code}`);
      return taskCenter.createPlatform(principal.tenant, toDraft(body)).map(showWithTag(request));
    },
  });

  route({
    method: 'get',
    path: '/task-center/platforms/:code',
    id: 'showPlatform',
    tag: 'platforms',
    summary: 'A platform',
    scope: 'platforms:read',
    params,
    status: 200,
    data: shownPlatform,
    problems: ['NOT_FOUND'],
    handle: (request) =>
      taskCenter.showPlatform(request.principal.tenant, request.params.code).map(showWithTag(request)),
  });

  route({
    method: 'patch',
    path: '/task-center/platforms/:code',
    id: 'changePlatform',
    tag: 'platforms',
    summary: 'Change a platform; what is absent stays',
    description:
      'With `If-Match` (the revision that `ETag` gave) a change by somebody else meanwhile is answered with 412.',
    scope: 'platforms:write',
    params,
    body: jsonBody(platformChange),
    status: 200,
    data: shownPlatform,
    problems: ['NOT_FOUND', 'SETTINGS_INVALID', 'CONFLICT', 'PRECONDITION_FAILED'],
    handle: (request) => {
      const {
        principal,
        params: { code },
        body,
        language,
      } = request;
      const revision = readIfMatch(request.header('if-match'), language);
      if (revision.isErr()) return errAsync(revision.error);
      return taskCenter
        .changePlatform(principal.tenant, code, toDraft(body), revision.value)
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
    path: '/task-center/platforms/:code',
    id: 'removePlatform',
    tag: 'platforms',
    summary: 'Forget a disabled platform and what was mirrored there',
    scope: 'platforms:write',
    params,
    status: 200,
    data: z.object({ code: z.string() }),
    problems: ['NOT_FOUND', 'CONFLICT'],
    handle: ({ principal, params: { code } }) =>
      taskCenter.removePlatform(principal.tenant, code).map(() => ({ code })),
  });

  for (const [action, enabled] of [
    ['enable', true],
    ['disable', false],
  ] as const) {
    route({
      method: 'post',
      path: `/task-center/platforms/:code/${action}`,
      id: `${action}Platform`,
      tag: 'platforms',
      summary: enabled ? 'Enable a platform; it catches up' : 'Disable a platform; it gets nothing more',
      scope: 'platforms:write',
      params,
      status: 200,
      data: shownPlatform,
      problems: ['NOT_FOUND', 'SETTINGS_INVALID', 'CONFLICT'],
      handle: ({ principal, params: { code } }) =>
        taskCenter.changePlatform(principal.tenant, code, { enabled }, null).map(show),
    });
  }

  for (const [action, paused] of [
    ['pause', true],
    ['resume', false],
  ] as const) {
    route({
      method: 'post',
      path: `/task-center/platforms/:code/${action}`,
      id: `${action}Platform`,
      tag: 'platforms',
      summary: paused ? 'Hold back what is due at a platform' : 'Let a platform go on',
      scope: 'platforms:write',
      params,
      status: 200,
      data: shownPlatform,
      problems: ['NOT_FOUND'],
      handle: ({ principal, params: { code } }) =>
        taskCenter
          .setLanePaused(principal.tenant, pushLaneName(code), paused)
          .andThen(() => taskCenter.showPlatform(principal.tenant, code))
          .map(show),
    });
  }

  route({
    method: 'post',
    path: '/task-center/platforms/:code/test',
    id: 'testPlatform',
    tag: 'platforms',
    summary: 'Prove address and credentials without changing anything that people see',
    scope: 'platforms:write',
    params,
    status: 200,
    data: z.object({ ok: z.boolean(), outcome: shownOutcome, exchanges: z.array(shownExchange) }),
    problems: ['NOT_FOUND', 'SETTINGS_INVALID'],
    handle: ({ principal, params: { code } }) =>
      taskCenter.testPlatform(principal.tenant, code).map(({ outcome, exchanges }) => ({
        ok: outcome.kind === 'done',
        outcome: showOutcome(outcome),
        exchanges: exchanges.map(showExchange),
      })),
  });
};
