import type { ShownProvider, SignIn } from '@portico/core/sign-in';
import { errAsync, okAsync } from 'neverthrow';
import { z } from 'zod';
import { jsonBody } from '../api/body-reader.ts';
import { readIfMatch } from '../api/if-match.ts';
import type { ApiRequest, Routes } from '../api/route.ts';
import { toFailure, type Failure } from '../problems/failure.ts';
import { cursor, limit, pageOf, platformCode, plainText } from '../schemas/fields.ts';
import {
  keptReturnOrigin,
  newProvider,
  providerChange,
  returnOriginBody,
  showProvider,
  showProviderKind,
  showReturnOrigin,
  showSession,
  showSignIn,
  shownProvider,
  shownProviderKind,
  shownReturnOrigin,
  shownSession,
  shownSignIn,
  signInOutcome,
  toProviderDraft,
  withoutAbsent,
} from '../schemas/sign-in.ts';

const params = z.object({ code: platformCode });

const withTag =
  (request: Pick<ApiRequest<unknown, unknown, unknown>, 'setHeader'>) =>
  (provider: ShownProvider): z.input<typeof shownProvider> => {
    request.setHeader('ETag', `"${provider.revision}"`);
    return showProvider(provider);
  };

const addProviderRoutes = ({ route }: Routes, signIn: SignIn): void => {
  route({
    method: 'get',
    path: '/sign-in/provider-kinds',
    id: 'listIdentityProviderKinds',
    tag: 'sign-in',
    summary: 'Kinds of identity provider, with their settings',
    scope: 'sign-in:read',
    status: 200,
    data: pageOf(shownProviderKind),
    handle: () => okAsync({ items: signIn.listKinds().map(showProviderKind), nextCursor: null }),
  });

  route({
    method: 'get',
    path: '/sign-in/providers',
    id: 'listIdentityProviders',
    tag: 'sign-in',
    summary: 'Identity providers, by which people sign in',
    scope: 'sign-in:read',
    status: 200,
    data: pageOf(shownProvider),
    handle: ({ principal }) =>
      signIn.listProviders(principal.tenant).map((all) => ({ items: all.map(showProvider), nextCursor: null })),
  });

  route({
    method: 'post',
    path: '/sign-in/providers',
    id: 'createIdentityProvider',
    tag: 'sign-in',
    summary: 'Configure an identity provider',
    scope: 'sign-in:write',
    body: jsonBody(newProvider),
    creates: true,
    status: 201,
    data: shownProvider,
    problems: ['SETTINGS_INVALID', 'CONFLICT'],
    handle: (request) => {
      request.setHeader('Location', `/api/v1/sign-in/providers/${request.body.code}`);
      return signIn.createProvider(request.principal.tenant, toProviderDraft(request.body)).map(withTag(request));
    },
  });

  route({
    method: 'get',
    path: '/sign-in/providers/:code',
    id: 'showIdentityProvider',
    tag: 'sign-in',
    summary: 'An identity provider',
    scope: 'sign-in:read',
    params,
    status: 200,
    data: shownProvider,
    problems: ['NOT_FOUND'],
    handle: (request) => signIn.showProvider(request.principal.tenant, request.params.code).map(withTag(request)),
  });

  route({
    method: 'patch',
    path: '/sign-in/providers/:code',
    id: 'changeIdentityProvider',
    tag: 'sign-in',
    summary: 'Change an identity provider; what is absent stays',
    description:
      'With `If-Match` (the revision that `ETag` gave) a change by somebody else meanwhile is answered with 412. Switching one off ends the ' +
      'sessions that it began.',
    scope: 'sign-in:write',
    params,
    body: jsonBody(providerChange),
    status: 200,
    data: shownProvider,
    problems: ['NOT_FOUND', 'SETTINGS_INVALID', 'CONFLICT', 'PRECONDITION_FAILED'],
    handle: (request) => {
      const revision = readIfMatch(request.header('if-match'), request.language);
      if (revision.isErr()) return errAsync(revision.error);
      return signIn
        .changeProvider(request.principal.tenant, request.params.code, toProviderDraft(request.body), revision.value)
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
    path: '/sign-in/providers/:code',
    id: 'removeIdentityProvider',
    tag: 'sign-in',
    summary: 'Forget an identity provider, and end the sessions that it began',
    scope: 'sign-in:write',
    params,
    status: 200,
    data: z.object({ code: z.string() }),
    problems: ['NOT_FOUND'],
    handle: ({ principal, params: { code } }) => signIn.removeProvider(principal.tenant, code).map(() => ({ code })),
  });
};

const addTestRoute = ({ route }: Routes, signIn: SignIn): void => {
  route({
    method: 'post',
    path: '/sign-in/providers/:code/test',
    id: 'testIdentityProvider',
    tag: 'sign-in',
    summary: 'Present a ticket that nobody has issued: a provider that works refuses it',
    description:
      'Proves address and protocol, and the client of an OAuth 2.0 provider. `ok` is false for every other answer, with the reason.',
    scope: 'sign-in:write',
    params,
    status: 200,
    data: z.object({ ok: z.boolean(), code: signInOutcome, message: z.string() }),
    problems: ['NOT_FOUND', 'SETTINGS_INVALID'],
    handle: ({ principal, params: { code } }) => signIn.testProvider(principal.tenant, code),
  });
};

const addOriginRoutes = ({ route }: Routes, signIn: SignIn): void => {
  route({
    method: 'get',
    path: '/sign-in/return-origins',
    id: 'listReturnOrigins',
    tag: 'sign-in',
    summary: 'The origins that people are sent back to; there are no others',
    scope: 'sign-in:read',
    status: 200,
    data: pageOf(shownReturnOrigin),
    handle: ({ principal }) =>
      signIn.listReturnOrigins(principal.tenant).map((all) => ({ items: all.map(showReturnOrigin), nextCursor: null })),
  });

  route({
    method: 'put',
    path: '/sign-in/return-origins',
    id: 'putReturnOrigin',
    tag: 'sign-in',
    summary: 'Add or change a return origin; its secret is shown when it is made',
    scope: 'sign-in:write',
    body: jsonBody(returnOriginBody),
    status: 200,
    data: keptReturnOrigin,
    problems: ['CONFLICT'],
    handle: ({ principal, body }) =>
      signIn
        .putReturnOrigin(principal.tenant, withoutAbsent(body))
        .map(({ origin, secret }) => ({ ...showReturnOrigin(origin), secret })),
  });

  route({
    method: 'delete',
    path: '/sign-in/return-origins',
    id: 'removeReturnOrigin',
    tag: 'sign-in',
    summary: 'Forget a return origin',
    scope: 'sign-in:write',
    query: z.strictObject({ origin: plainText(300) }),
    status: 200,
    data: z.object({ origin: z.string() }),
    problems: ['NOT_FOUND'],
    handle: ({ principal, query: { origin } }) =>
      signIn.removeReturnOrigin(principal.tenant, origin).map(() => ({ origin })),
  });
};

const addSessionRoutes = ({ route }: Routes, signIn: SignIn): void => {
  route({
    method: 'get',
    path: '/sign-in/sessions',
    id: 'listPersonSessions',
    tag: 'sign-in',
    summary: 'Sessions of people that last, newest first',
    scope: 'sign-in:read',
    query: z.strictObject({ person: plainText(128).optional(), limit, cursor }),
    status: 200,
    data: pageOf(shownSession),
    handle: ({ principal, query }) =>
      signIn
        .listSessions(principal.tenant, query.person ?? null, query.cursor ?? null, query.limit)
        .map(({ items, nextCursor }) => ({ items: items.map(showSession), nextCursor })),
  });

  route({
    method: 'delete',
    path: '/sign-in/sessions/:id',
    id: 'endPersonSession',
    tag: 'sign-in',
    summary: 'End a session of a person',
    scope: 'sign-in:write',
    params: z.object({ id: plainText(64) }),
    status: 200,
    data: z.object({ id: z.string() }),
    problems: ['NOT_FOUND'],
    handle: ({ principal, params: { id } }) => signIn.endSession(principal.tenant, id).map(() => ({ id })),
  });

  route({
    method: 'delete',
    path: '/sign-in/sessions',
    id: 'endSessionsOfPerson',
    tag: 'sign-in',
    summary: 'End every session of a person',
    scope: 'sign-in:write',
    query: z.strictObject({ person: plainText(128) }),
    status: 200,
    data: z.object({ ended: z.int() }),
    handle: ({ principal, query: { person } }) =>
      signIn.endSessionsOf(principal.tenant, person).map((ended) => ({ ended })),
  });

  route({
    method: 'get',
    path: '/sign-in/log',
    id: 'listSignIns',
    tag: 'sign-in',
    summary: 'How sign-ins ended, newest first',
    scope: 'sign-in:read',
    query: z.strictObject({
      provider: platformCode.optional(),
      person: plainText(128).optional(),
      outcome: signInOutcome.optional(),
      limit,
      cursor,
    }),
    status: 200,
    data: pageOf(shownSignIn),
    handle: ({ principal, query }) => {
      const filter = {
        provider: query.provider ?? null,
        personId: query.person ?? null,
        outcome: query.outcome ?? null,
      };
      return signIn
        .listLog(principal.tenant, filter, query.cursor ?? null, query.limit)
        .map(({ items, nextCursor }) => ({ items: items.map(showSignIn), nextCursor }));
    },
  });
};

/** How people sign in: providers, where they go then, their sessions, and how it went. */
export const addSignInRoutes = (routes: Routes, signIn: SignIn): void => {
  addProviderRoutes(routes, signIn);
  addTestRoute(routes, signIn);
  addOriginRoutes(routes, signIn);
  addSessionRoutes(routes, signIn);
};
