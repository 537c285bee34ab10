import { createConsole, createHttpApi, createSignInLinks } from '@portico/adapters-http';
import type { Database } from '@portico/adapters-persistence';
import type { Application } from '@portico/core';
import type { Worker } from '@portico/core/work';
import type { Sandboxes } from '@portico/adapters-platforms/sandboxes';
import type { Container } from 'inversify';
import { tokens } from '../modules/tokens.ts';
import { sandboxKinds } from './sandbox-platforms.ts';

export interface WebsiteParts {
  readonly container: Container;
  readonly application: Application;
  readonly database: Database;
  readonly worker: Worker | null;
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
  database,
  worker,
  sandboxes,
  publicUrl,
  version,
}: WebsiteParts): Website => {
  const log = container.get(tokens.log);
  const clock = container.get(tokens.clock);
  const ids = container.get(tokens.ids);
  const { timezone } = container.get(tokens.configuration);
  const { workflow, taskCenter, access } = application;
  const signIn = createSignInLinks({ clock, publicUrl: () => publicUrl });
  const app = createHttpApi({
    workflow,
    taskCenter,
    access,
    clock,
    ids,
    signIn,
    log: { error: ({ error, ...where }) => log('error', 'A request failed.', { ...where, error: describe(error) }) },
    readiness: async () => ({
      checks: [
        { name: 'store', ok: (await database.ping()).isOk() },
        ...(worker === null ? [] : [{ name: 'worker', ok: worker.stats().session !== null }]),
      ],
    }),
    options: { version, publicUrl, timezone },
  });
  app.route(
    '/',
    createConsole({
      taskCenter,
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
