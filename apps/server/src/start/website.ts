import { createConsole, createHttpApi, createSignInLinks, type HttpApiDependencies } from '@portico/adapters-http';
import type { Application } from '@portico/core';
import type { Sandboxes } from '@portico/adapters-platforms/sandboxes';
import type { Container } from 'inversify';
import { tokens } from '@portico/composition';
import { sandboxKinds } from './sandbox-platforms.ts';

export interface WebsiteParts {
  readonly container: Container;
  readonly application: Application;
  readonly readiness: HttpApiDependencies['readiness'];
  readonly sandboxes: Sandboxes | null;
  readonly publicUrl: string;
  readonly version: string;
}

/** API and console in one. */
export interface Website {
  fetch(request: Request, env: never): Response | Promise<Response>;
  /** A new link that signs in to the console, once. */
  signInLink(): string;
}

const describe = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

export const createWebsite = ({
  container,
  application,
  readiness,
  sandboxes,
  publicUrl,
  version,
}: WebsiteParts): Website => {
  const log = container.get(tokens.log);
  const clock = container.get(tokens.clock);
  const ids = container.get(tokens.ids);
  const { timezone } = container.get(tokens.configuration);
  const rateLimiter = container.get(tokens.rateLimiter);
  const tracer = container.get(tokens.tracer);
  const {
    workflow,
    taskCenter,
    statistics,
    access,
    webhooks,
    alerts,
    jobs,
    sources,
    feed,
    signIn: people,
  } = application;
  const signIn = createSignInLinks({ clock, publicUrl: () => publicUrl });
  const app = createHttpApi({
    workflow,
    taskCenter,
    access,
    webhooks,
    alerts,
    jobs,
    sources,
    statistics,
    clock,
    ids,
    signIn,
    log: {
      error: ({ error, ...where }) => log('error', 'A request failed.', { ...where, error: describe(error) }),
      refused: (entry) => log('warn', 'A callback was refused.', entry),
    },
    readiness,
    ...(people === null || feed === null ? {} : { people: { signIn: people, feed, publicUrl: () => publicUrl } }),
    ...(rateLimiter === null ? {} : { rateLimiter }),
    ...(tracer === null ? {} : { tracer }),
    options: { version, publicUrl, timezone },
  });
  app.route(
    '/',
    createConsole({
      taskCenter,
      statistics,
      jobs,
      sources,
      webhooks,
      alerts,
      workflow,
      access,
      tokens: container.get(tokens.jwt),
      clock,
      ids,
      signIn,
      publicUrl: () => publicUrl,
      timezone,
      ...(sandboxes === null
        ? {}
        : { sandboxes: sandboxKinds.map((code) => ({ code, baseUrl: sandboxes.baseUrl(code) })) }),
      options: {
        onDefect: (error, requestId) => log('error', 'A page failed.', { requestId, error: describe(error) }),
      },
    }),
  );
  return {
    fetch: (request, env) => app.fetch(request, env),
    signInLink: () => signIn.create({ tenant: 'default', name: 'console', keyId: 'console', scopes: ['admin'] }).url,
  };
};
