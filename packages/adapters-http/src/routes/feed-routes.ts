import { createHash } from 'node:crypto';
import type { Feed, FeedScope, ShownPortal } from '@portico/core/task-center';
import { errAsync } from 'neverthrow';
import { z } from 'zod';
import { jsonBody } from '../api/body-reader.ts';
import { readIfMatch } from '../api/if-match.ts';
import type { ApiRequest, Routes } from '../api/route.ts';
import { toFailure, type Failure } from '../problems/failure.ts';
import {
  fedChange,
  fedTodo,
  feedCounts,
  newPortal,
  portalChange,
  showCounts,
  showFedChange,
  showFedTodo,
  shownPortal,
  showPortal,
  toPortalDraft,
} from '../schemas/feed.ts';
import { cursor, limit, pageOf, platformCode, plainText } from '../schemas/fields.ts';

const person = z.object({ person: plainText(128) });

const narrow = {
  process: plainText(128).optional(),
  category: plainText(255).optional(),
  platform: platformCode.optional().meta({ description: 'To-dos that are kept on this platform.' }),
};

const scopeOf = (query: {
  readonly process?: string | undefined;
  readonly category?: string | undefined;
  readonly platform?: string | undefined;
}): FeedScope => ({
  processIds: query.process === undefined ? null : [query.process],
  categories: query.category === undefined ? null : [query.category],
  platforms: query.platform === undefined ? null : [query.platform],
});

/** Gives the answer a tag of its own, so that a caller who has it already is answered with 304. */
const tagged =
  <Data>(request: Pick<ApiRequest<unknown, unknown, unknown>, 'setHeader'>) =>
  (data: Data): Data => {
    request.setHeader(
      'ETag',
      `"${createHash('sha256').update(JSON.stringify(data)).digest('base64url').slice(0, 22)}"`,
    );
    return data;
  };

const addListRoutes = ({ route }: Routes, feed: Feed): void => {
  route({
    method: 'get',
    path: '/task-center/feed/people/:person/todos',
    id: 'feedTodos',
    tag: 'feed',
    summary: 'A person’s to-dos, newest change first',
    description: 'Answers with `ETag`; `If-None-Match` is answered with 304 while nothing has changed.',
    scope: 'feed:read',
    params: person,
    query: z.strictObject({ state: z.enum(['open', 'done', 'all']).default('open'), ...narrow, limit, cursor }),
    status: 200,
    conditional: true,
    data: pageOf(fedTodo),
    handle: (request) => {
      const { principal, params, query } = request;
      return feed
        .listFor(
          principal.tenant,
          params.person,
          { state: query.state, scope: scopeOf(query) },
          query.cursor ?? null,
          query.limit,
        )
        .map(({ items, nextCursor }) => ({ items: items.map(showFedTodo), nextCursor }))
        .map(tagged(request));
    },
  });

  route({
    method: 'get',
    path: '/task-center/feed/people/:person/counts',
    id: 'feedCounts',
    tag: 'feed',
    summary: 'How many to-dos a person has, open and done, by category',
    description: 'Answers with `ETag`; `If-None-Match` is answered with 304 while nothing has changed.',
    scope: 'feed:read',
    params: person,
    query: z.strictObject(narrow),
    status: 200,
    conditional: true,
    data: feedCounts,
    handle: (request) =>
      feed
        .countFor(request.principal.tenant, request.params.person, scopeOf(request.query))
        .map(showCounts)
        .map(tagged(request)),
  });

  route({
    method: 'get',
    path: '/task-center/feed/changes',
    id: 'feedChanges',
    tag: 'feed',
    summary: 'What changed since a cursor, oldest first, removals too',
    description:
      'For keeping a copy: begin without `since`, go on with the `cursor` of each answer, at once while `more` is true. A to-do in the state ' +
      '`withdrawn` is to be removed. What was written in the last minute comes again: put each to-do in place of the one with its `id`.',
    scope: 'feed:read',
    query: z.strictObject({
      person: plainText(128).optional(),
      ...narrow,
      since: plainText(1024).optional().meta({ description: '`cursor` of the answer before.' }),
      limit: z
        .string()
        .regex(/^\d{1,4}$/)
        .transform(Number)
        .pipe(z.int().min(1).max(1000))
        .default(200)
        .meta({ type: 'integer', minimum: 1, maximum: 1000 }),
    }),
    status: 200,
    conditional: true,
    data: z.object({ items: z.array(fedChange), cursor: z.string(), more: z.boolean() }),
    handle: (request) => {
      const { principal, query } = request;
      return feed
        .listChanges(
          principal.tenant,
          { personId: query.person ?? null, scope: scopeOf(query) },
          query.since ?? null,
          query.limit,
        )
        .map(({ items, cursor: next, more }) => ({ items: items.map(showFedChange), cursor: next, more }))
        .map(tagged(request))
        .mapErr((failure): Failure =>
          failure.code === 'INVALID'
            ? { problem: 'INVALID', details: [{ pointer: '/query/since', message: failure.message }] }
            : toFailure(failure),
        );
    },
  });
};

const params = z.object({ code: platformCode });

const addPortalRoutes = ({ route }: Routes, feed: Feed): void => {
  const withTag =
    (request: Pick<ApiRequest<unknown, unknown, unknown>, 'setHeader'>) =>
    (portal: ShownPortal): z.input<typeof shownPortal> => {
      request.setHeader('ETag', `"${portal.revision}"`);
      return showPortal(portal);
    };

  route({
    method: 'get',
    path: '/task-center/portals',
    id: 'listPortals',
    tag: 'feed',
    summary: 'Portals that fetch to-dos in a shape of their own',
    scope: 'platforms:read',
    status: 200,
    data: pageOf(shownPortal),
    handle: ({ principal }) =>
      feed.listPortals(principal.tenant).map((all) => ({ items: all.map(showPortal), nextCursor: null })),
  });

  route({
    method: 'post',
    path: '/task-center/portals',
    id: 'createPortal',
    tag: 'feed',
    summary: 'Let a portal fetch',
    scope: 'platforms:write',
    body: jsonBody(newPortal),
    creates: true,
    status: 201,
    data: shownPortal,
    problems: ['SETTINGS_INVALID', 'CONFLICT'],
    handle: (request) => {
      request.setHeader('Location', `/api/v1/task-center/portals/${request.body.code}`);
      return feed.createPortal(request.principal.tenant, toPortalDraft(request.body)).map(withTag(request));
    },
  });

  route({
    method: 'get',
    path: '/task-center/portals/:code',
    id: 'showPortal',
    tag: 'feed',
    summary: 'A portal',
    scope: 'platforms:read',
    params,
    status: 200,
    data: shownPortal,
    problems: ['NOT_FOUND'],
    handle: (request) => feed.showPortal(request.principal.tenant, request.params.code).map(withTag(request)),
  });

  route({
    method: 'patch',
    path: '/task-center/portals/:code',
    id: 'changePortal',
    tag: 'feed',
    summary: 'Change a portal; what is absent stays',
    description:
      'With `If-Match` (the revision that `ETag` gave) a change by somebody else meanwhile is answered with 412.',
    scope: 'platforms:write',
    params,
    body: jsonBody(portalChange),
    status: 200,
    data: shownPortal,
    problems: ['NOT_FOUND', 'SETTINGS_INVALID', 'CONFLICT', 'PRECONDITION_FAILED'],
    handle: (request) => {
      const revision = readIfMatch(request.header('if-match'), request.language);
      if (revision.isErr()) return errAsync(revision.error);
      return feed
        .changePortal(request.principal.tenant, request.params.code, toPortalDraft(request.body), revision.value)
        .map(withTag(request))
        .mapErr((failure): Failure =>
          failure.code === 'CONFLICT' && revision.value !== null
            ? { problem: 'PRECONDITION_FAILED' }
            : toFailure(failure),
        );
    },
  });

  route({
    method: 'delete',
    path: '/task-center/portals/:code',
    id: 'removePortal',
    tag: 'feed',
    summary: 'Let a portal fetch no more',
    scope: 'platforms:write',
    params,
    status: 200,
    data: z.object({ code: z.string() }),
    problems: ['NOT_FOUND'],
    handle: ({ principal, params: { code } }) => feed.removePortal(principal.tenant, code).map(() => ({ code })),
  });
};

/** To-dos for whoever fetches them, and the portals that do so in a shape of their own. */
export const addFeedRoutes = (routes: Routes, feed: Feed): void => {
  addListRoutes(routes, feed);
  addPortalRoutes(routes, feed);
};
