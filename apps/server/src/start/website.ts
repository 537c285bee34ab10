import { createHttpApi } from '@portico/adapters-http';
import type { Database } from '@portico/adapters-persistence';
import type { Application } from '@portico/core';
import type { Worker } from '@portico/core/work';
import type { Sandboxes } from '@portico/adapters-platforms/sandboxes';
import type { Container } from 'inversify';
import { tokens } from '../modules/tokens.ts';

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

export const createWebsite = ({ container, application, database, worker, publicUrl, version }: WebsiteParts): Website => {
  const log = container.get(tokens.log);
  const app = createHttpApi({
    workflow: application.workflow,
    taskCenter: application.taskCenter,
    access: application.access,
    clock: container.get(tokens.clock),
    ids: container.get(tokens.ids),
    log: {
      error: ({ error, ...where }) => log('error', 'A request failed.', { ...where, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    },
    readiness: async () => ({
      checks: [
        { name: 'store', ok: (await database.ping()).isOk() },
        ...(worker === null ? [] : [{ name: 'worker', ok: worker.stats().session !== null }]),
      ],
    }),
    options: { version, publicUrl, timezone: container.get(tokens.configuration).timezone },
  });
  return { fetch: (request, env) => app.fetch(request, env), signInLink: () => `${publicUrl}/docs` };
};
