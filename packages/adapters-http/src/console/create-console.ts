import { Hono } from 'hono';
import { createFailedSignIns } from '../limits/failed-sign-ins.ts';
import { defaultConsoleOptions, type ConsoleDependencies } from './console-dependencies.ts';
import { createConsoleRoutes } from './console-routes.ts';
import type { ConsoleEnvironment } from './environment.ts';
import { addAlertRoutes } from './routes/alert-routes.ts';
import { addAssetRoutes } from './routes/asset-routes.ts';
import { addFailureRoutes } from './routes/failure-routes.ts';
import { addJobRoutes } from './routes/job-routes.ts';
import { addOverviewRoutes } from './routes/overview-routes.ts';
import { addPlatformRoutes } from './routes/platform-routes.ts';
import { addPeopleRoutes } from './routes/people-routes.ts';
import { addProfileRoutes } from './routes/profile-routes.ts';
import { addRepushRoutes } from './routes/repush-routes.ts';
import { addSandboxRoutes } from './routes/sandbox-routes.ts';
import { addSignInRoutes } from './routes/sign-in-routes.ts';
import { addSourceRoutes } from './routes/source-routes.ts';
import { addStatisticsRoutes } from './routes/statistics-routes.ts';
import { addTodoRoutes } from './routes/todo-routes.ts';
import { addTryItRoutes } from './routes/try-it-routes.ts';
import { addWebhookRoutes } from './routes/webhook-routes.ts';
import { createSampleCommand } from './sample-command.ts';
import { createSandboxWindow } from './sandbox-window.ts';

/**
 * The console: pages for people, to be mounted at `/` after everything else (`app.route('/', createConsole(…))`). It leaves
 * paths below `/api/` and requests that do not ask for HTML alone.
 */
export const createConsole = (dependencies: ConsoleDependencies): Hono<ConsoleEnvironment> => {
  const {
    taskCenter,
    statistics,
    jobs,
    sources,
    webhooks,
    alerts,
    workflow,
    access,
    tokens,
    clock,
    ids,
    signIn,
    publicUrl,
    sandboxes = [],
  } = dependencies;
  const options = { ...defaultConsoleOptions, ...dependencies.options };
  const app = new Hono<ConsoleEnvironment>();
  const routes = createConsoleRoutes(app, dependencies, options);
  const failures = createFailedSignIns(options.failedSignIns, clock);

  addAssetRoutes(app);
  addSignInRoutes(routes, { access, tokens, signIn, failures, publicUrl, addressOf: options.addressOf });
  addOverviewRoutes(routes, taskCenter, createSampleCommand(ids, clock));
  addTodoRoutes(routes, taskCenter);
  addFailureRoutes(routes, taskCenter);
  addPlatformRoutes(routes, taskCenter, statistics);
  addJobRoutes(routes, jobs, taskCenter, clock);
  addRepushRoutes(routes, taskCenter);
  addSourceRoutes(routes, sources, jobs);
  addPeopleRoutes(routes, taskCenter.personMappings);
  addWebhookRoutes(routes, webhooks);
  addAlertRoutes(routes, alerts);
  addProfileRoutes(routes, taskCenter);
  addStatisticsRoutes(routes, statistics, taskCenter);
  addSandboxRoutes(routes, taskCenter, createSandboxWindow(options), sandboxes);
  addTryItRoutes(routes, { taskCenter, workflow, clock, ids });
  routes.otherwise();
  return app;
};
