import type { Access } from '@portico/core/access';
import { okAsync } from 'neverthrow';
import { z } from 'zod';
import { jsonBody } from '../api/body-reader.ts';
import type { Routes } from '../api/route.ts';
import { toFailure } from '../problems/failure.ts';
import {
  createdApiKey,
  createdTenant,
  newApiKey,
  newTenant,
  showApiKey,
  shownApiKey,
  shownPrincipal,
  shownTenant,
  shownToken,
  showTenant,
  tokenRequest,
} from '../schemas/access.ts';
import { pageOf, plainText } from '../schemas/fields.ts';
import { readInstant } from './read-instants.ts';

/** Tokens and API keys. */
export const addAccessRoutes = ({ route }: Routes, access: Access): void => {
  route({
    method: 'post',
    path: '/auth/token',
    id: 'issueToken',
    tag: 'access',
    summary: 'Turn an API key into a short-lived token',
    description: 'Takes `X-API-Key` only: a token that could renew itself would outlive its key.',
    scope: 'key',
    body: jsonBody(tokenRequest, { required: false }),
    status: 200,
    data: shownToken,
    handle: ({ principal, body }) =>
      access.issueToken(principal, body.scopes).map(({ token, expiresInMs }) => ({
        token,
        expiresIn: Math.floor(expiresInMs / 1000),
        tokenType: 'Bearer' as const,
      })),
  });

  route({
    method: 'get',
    path: '/access/me',
    id: 'showCaller',
    tag: 'access',
    summary: 'Who is calling',
    scope: 'any',
    status: 200,
    data: shownPrincipal,
    handle: ({ principal: { tenant, name, keyId, scopes } }) => okAsync({ tenant, name, keyId, scopes: [...scopes] }),
  });

  route({
    method: 'get',
    path: '/access/api-keys',
    id: 'listApiKeys',
    tag: 'access',
    summary: 'API keys, without their secrets',
    scope: 'admin',
    status: 200,
    data: pageOf(shownApiKey),
    handle: ({ principal }) =>
      access.listKeys(principal.tenant).map((keys) => ({ items: keys.map(showApiKey), nextCursor: null })),
  });

  route({
    method: 'post',
    path: '/access/api-keys',
    id: 'createApiKey',
    tag: 'access',
    summary: 'Make an API key; its secret is shown this once',
    scope: 'admin',
    body: jsonBody(newApiKey),
    creates: true,
    status: 201,
    data: createdApiKey,
    handle: (request) =>
      readInstant(request.body.expiresAt, '/expiresAt', request).asyncAndThen((expiresAt) =>
        access
          .createKey(request.principal.tenant, { name: request.body.name, scopes: request.body.scopes, expiresAt })
          .map(({ key, secret }) => ({ ...showApiKey(key), secret }))
          .mapErr(toFailure),
      ),
  });

  route({
    method: 'delete',
    path: '/access/api-keys/:id',
    id: 'revokeApiKey',
    tag: 'access',
    summary: 'Revoke an API key',
    scope: 'admin',
    params: z.object({ id: plainText(64) }),
    status: 200,
    data: z.object({ id: z.string() }),
    problems: ['NOT_FOUND'],
    handle: ({ principal, params: { id } }) => access.revokeKey(principal.tenant, id).map(() => ({ id })),
  });

  route({
    method: 'get',
    path: '/access/tenants',
    id: 'listTenants',
    tag: 'access',
    summary: 'Tenants: all of them for the first tenant, else the own one',
    scope: 'admin',
    status: 200,
    data: pageOf(shownTenant),
    handle: ({ principal }) =>
      access.listTenants().map((all) => ({
        items: all.filter(({ id }) => principal.tenant === 'default' || id === principal.tenant).map(showTenant),
        nextCursor: null,
      })),
  });

  route({
    method: 'post',
    path: '/access/tenants',
    id: 'createTenant',
    tag: 'access',
    summary: 'Make a tenant with a first API key; the secret is shown this once',
    description: 'For administrators of the first tenant.',
    scope: 'admin',
    body: jsonBody(newTenant),
    creates: true,
    status: 201,
    data: createdTenant,
    problems: ['CONFLICT'],
    handle: ({ principal, body }) =>
      access
        .createTenant(principal, body)
        .map(({ tenant, key, secret }) => ({ tenant: showTenant(tenant), key: { ...showApiKey(key), secret } })),
  });
};
