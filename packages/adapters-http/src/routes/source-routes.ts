import type { Clock } from '@portico/core';
import type { ShownSource, Sources } from '@portico/core/sources';
import { errAsync, okAsync } from 'neverthrow';
import { z } from 'zod';
import { jsonBody } from '../api/body-reader.ts';
import { readIfMatch } from '../api/if-match.ts';
import type { ApiRequest, Routes } from '../api/route.ts';
import { toFailure, type Failure } from '../problems/failure.ts';
import { pageOf } from '../schemas/fields.ts';
import { showBegunJob, shownJob } from '../schemas/job.ts';
import {
  newSource,
  showSource,
  showSourceKind,
  shownSource,
  shownSourceKind,
  shownTrial,
  showTrial,
  sourceChange,
  sourceCode,
  toSourceDraft,
} from '../schemas/source.ts';

const params = z.object({ code: sourceCode });

/** Engines that are asked, because they tell nothing by themselves. */
export const addSourceRoutes = ({ route }: Routes, sources: Sources, clock: Clock): void => {
  const showWithTag =
    (request: Pick<ApiRequest<unknown, unknown, unknown>, 'setHeader'>) =>
    (source: ShownSource): z.input<typeof shownSource> => {
      request.setHeader('ETag', `"${source.revision}"`);
      return showSource(source);
    };

  route({
    method: 'get',
    path: '/sources/kinds',
    id: 'listSourceKinds',
    tag: 'sources',
    summary: 'Kinds of sources, with the schema of their settings',
    scope: 'platforms:read',
    status: 200,
    data: pageOf(shownSourceKind),
    handle: () => okAsync({ items: sources.listKinds().map(showSourceKind), nextCursor: null }),
  });

  route({
    method: 'get',
    path: '/sources',
    id: 'listSources',
    tag: 'sources',
    summary: 'Engines that are asked, by code',
    scope: 'platforms:read',
    status: 200,
    data: pageOf(shownSource),
    handle: ({ principal }) =>
      sources.list(principal.tenant).map((all) => ({ items: all.map(showSource), nextCursor: null })),
  });

  route({
    method: 'post',
    path: '/sources',
    id: 'createSource',
    tag: 'sources',
    summary: 'Ask an engine for its tasks from now on',
    description:
      'Asking begins at once, as a job of the kind `poll`; with `sweep` also one of the kind `engine-sweep`.',
    scope: 'platforms:write',
    body: jsonBody(newSource),
    creates: true,
    status: 201,
    data: shownSource,
    problems: ['SETTINGS_INVALID', 'CONFLICT'],
    handle: (request) => {
      const { principal, body } = request;
      request.setHeader('Location', `/api/v1/sources/${body.code}`);
      return sources.create(principal.tenant, toSourceDraft(body)).map(showWithTag(request)).mapErr(toFailure);
    },
  });

  route({
    method: 'get',
    path: '/sources/:code',
    id: 'showSource',
    tag: 'sources',
    summary: 'An engine that is asked',
    scope: 'platforms:read',
    params,
    status: 200,
    data: shownSource,
    problems: ['NOT_FOUND'],
    handle: (request) => sources.show(request.principal.tenant, request.params.code).map(showWithTag(request)),
  });

  route({
    method: 'patch',
    path: '/sources/:code',
    id: 'changeSource',
    tag: 'sources',
    summary: 'Change how an engine is asked; what is absent stays',
    description:
      'With `If-Match` (the revision that `ETag` gave) a change by somebody else meanwhile is answered with 412.',
    scope: 'platforms:write',
    params,
    body: jsonBody(sourceChange),
    status: 200,
    data: shownSource,
    problems: ['NOT_FOUND', 'CONFLICT', 'SETTINGS_INVALID', 'PRECONDITION_FAILED'],
    handle: (request) => {
      const { principal, params: at, body, language } = request;
      const revision = readIfMatch(request.header('if-match'), language);
      if (revision.isErr()) return errAsync(revision.error);
      return sources
        .change(principal.tenant, at.code, revision.value, toSourceDraft(body))
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
    path: '/sources/:code',
    id: 'removeSource',
    tag: 'sources',
    summary: 'Ask an engine no more; what came from it stays',
    scope: 'platforms:write',
    params,
    status: 200,
    data: z.object({ code: z.string() }),
    problems: ['NOT_FOUND'],
    handle: ({ principal, params: { code } }) => sources.remove(principal.tenant, code).map(() => ({ code })),
  });

  route({
    method: 'post',
    path: '/sources/:code/test',
    id: 'testSource',
    tag: 'sources',
    summary: 'Ask an engine for a few rows of each question, and show how they are understood; nothing is taken in',
    scope: 'platforms:write',
    params,
    status: 200,
    data: z.object({ changes: shownTrial.nullable(), open: shownTrial.nullable() }),
    problems: ['NOT_FOUND', 'SETTINGS_INVALID'],
    handle: ({ principal, params: { code } }) =>
      sources
        .test(principal.tenant, code)
        .map(({ changes, open }) => ({ changes: showTrial(changes), open: showTrial(open) }))
        .mapErr(toFailure),
  });

  route({
    method: 'post',
    path: '/sources/:code/sweep',
    id: 'sweepSource',
    tag: 'sources',
    summary: 'Compare all that is open at an engine with what is open here, as a job',
    description:
      'Before it closes more than ten tasks and more than a tenth of those that are open here, the job pauses and asks: resume or cancel it.',
    scope: 'platforms:write',
    params,
    creates: true,
    status: 202,
    data: shownJob,
    problems: ['NOT_FOUND', 'CONFLICT'],
    handle: ({ principal, params: { code } }) =>
      sources
        .startSweep(principal.tenant, code, principal.name)
        .map((job) => showBegunJob(job, clock.now()))
        .mapErr(toFailure),
  });
};
