import { Hono } from 'hono';
import { answerFailure } from './api/answer.ts';
import { createAuthenticate } from './api/authenticate.ts';
import { defaultHttpApiOptions, type HttpApiDependencies } from './api/dependencies.ts';
import type { HttpEnvironment } from './api/environment.ts';
import { addHealthRoutes } from './api/health-routes.ts';
import { createIdempotently } from './api/idempotently.ts';
import { createRoutes } from './api/routes.ts';
import { createTenantInputs } from './api/tenant-inputs.ts';
import { traceRequests } from './api/trace-requests.ts';
import { createWorkflowInput } from './body/workflow-input.ts';
import { registerSignInLinks } from './console/sign-in-link-route.ts';
import { addDocsRoutes } from './docs/docs-routes.ts';
import { createMemoryIdempotencyStore } from './idempotency/memory-idempotency-store.ts';
import { createFailedSignIns } from './limits/failed-sign-ins.ts';
import { createRequestLimit } from './limits/request-limit.ts';
import { addMetricsRoute } from './metrics/metrics-routes.ts';
import { createRequestMetrics } from './metrics/request-metrics.ts';
import { chooseLanguage } from './problems/language.ts';
import { addSso } from './sso/add-sso.ts';
import { addAlertRoutes } from './routes/alert-routes.ts';
import { addAlertRuleRoutes } from './routes/alert-rule-routes.ts';
import { addAccessRoutes } from './routes/access-routes.ts';
import { addAttentionRoutes } from './routes/attention-routes.ts';
import { addCallbackRoutes } from './routes/callback-routes.ts';
import { addEventRoutes } from './routes/event-routes.ts';
import { addFeedRoutes } from './routes/feed-routes.ts';
import { addFailureRoutes } from './routes/failure-routes.ts';
import { addJobRoutes } from './routes/job-routes.ts';
import { addLaneRoutes } from './routes/lane-routes.ts';
import { addLogRoutes } from './routes/log-routes.ts';
import { addOverviewRoutes } from './routes/overview-routes.ts';
import { addPersonMappingRoutes } from './routes/person-mapping-routes.ts';
import { addPlatformRoutes } from './routes/platform-routes.ts';
import { addRepushRoutes } from './routes/repush-routes.ts';
import { addRuleRoutes } from './routes/rule-routes.ts';
import { addSignInRoutes } from './routes/sign-in-routes.ts';
import { addSourceRoutes } from './routes/source-routes.ts';
import { addStatisticsRoutes } from './routes/statistics-routes.ts';
import { addSweepRoutes } from './routes/sweep-routes.ts';
import { addTryOutRoutes } from './routes/try-out-routes.ts';
import { addTodoRoutes } from './routes/todo-routes.ts';
import { addWebhookMessageRoutes } from './routes/webhook-message-routes.ts';
import { addWebhookRoutes } from './routes/webhook-routes.ts';
import { addWorkflowRoutes } from './routes/workflow-routes.ts';

const validRequestId = /^[0-9A-Za-z._-]{1,128}$/;

const securityHeaders = Object.entries({
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cache-Control': 'no-store',
});

/**
 * The HTTP API below `/api/v1`, with `/healthz`, `/readyz`, `/metrics`, `/openapi.json` and `/docs` beside it.
 *
 * The answer is an ordinary Hono app that more can be added to: the console registers its pages on it, or mounts an app of its own
 * with `app.route('/', console)`. Every request, theirs too, has `requestId` and `language` in its context, is counted under
 * `context.set('route', …)`, and gets the security headers; a page replaces `Content-Security-Policy` and `Cache-Control` by setting
 * them with `context.header`. What nobody answers is a 404 problem, what is thrown a 500 one.
 */
export const createHttpApi = (dependencies: HttpApiDependencies): Hono<HttpEnvironment> => {
  const { workflow, taskCenter, access, clock, ids, log, readiness } = dependencies;
  const options = { ...defaultHttpApiOptions, ...dependencies.options };
  const app = new Hono<HttpEnvironment>();
  const requests = createRequestMetrics();

  if (dependencies.tracer !== undefined) app.use('*', traceRequests(dependencies.tracer));
  app.use('*', async (context, next) => {
    const began = clock.monotonic();
    const given = context.req.header('x-request-id');
    const requestId = given !== undefined && validRequestId.test(given) ? given : ids.next();
    context.set('requestId', requestId);
    context.set('language', chooseLanguage(context.req.header('accept-language')));
    context.header('X-Request-Id', requestId);
    for (const [name, value] of securityHeaders) context.header(name, value);
    await next();
    requests.observe(
      context.req.method,
      context.get('route') ?? 'unmatched',
      context.res.status,
      (clock.monotonic() - began) / 1000,
    );
  });

  app.onError((error, context) => {
    const requestId = context.get('requestId');
    log.error({ requestId, method: context.req.method, route: context.get('route') ?? context.req.path, error });
    return answerFailure(context, { problem: 'INTERNAL' }, clock.now());
  });
  app.notFound((context) => answerFailure(context, { problem: 'ROUTE_NOT_FOUND' }, clock.now()));

  addHealthRoutes(app, readiness, clock);
  addMetricsRoute(app, { access, taskCenter, clock, requests, token: options.metricsToken });
  addDocsRoutes(app, options);

  const routes = createRoutes(app, {
    authenticate: createAuthenticate(access, createFailedSignIns(options.failedSignIns, clock), options.addressOf),
    requestLimit: createRequestLimit({ size: options.requests, clock, limiter: dependencies.rateLimiter }),
    bucketSize: options.requests,
    tenantInput: createTenantInputs(access, clock, options.timezone, createWorkflowInput),
    idempotently: createIdempotently(dependencies.idempotency ?? createMemoryIdempotencyStore(), clock),
    maxBodyBytes: options.maxBodyBytes,
    addressOf: options.addressOf,
    clock,
  });
  addEventRoutes(routes, workflow);
  addWorkflowRoutes(routes, workflow);
  addTodoRoutes(routes, taskCenter);
  addFailureRoutes(routes, taskCenter);
  addAttentionRoutes(routes, taskCenter);
  addTryOutRoutes(routes, taskCenter);
  addPersonMappingRoutes(routes, taskCenter.personMappings);
  addCallbackRoutes(routes, taskCenter.callbacks, log, clock);
  addPlatformRoutes(routes, taskCenter, clock);
  addRuleRoutes(routes, taskCenter, ids);
  addLaneRoutes(routes, taskCenter, clock);
  addLogRoutes(routes, taskCenter);
  addSweepRoutes(routes, taskCenter);
  addJobRoutes(routes, dependencies.jobs, clock);
  addRepushRoutes(routes, taskCenter, clock);
  addSourceRoutes(routes, dependencies.sources, clock);
  addOverviewRoutes(routes, taskCenter, clock);
  addStatisticsRoutes(routes, dependencies.statistics, clock, options.timezone);
  addAccessRoutes(routes, access);
  addWebhookRoutes(routes, dependencies.webhooks, clock);
  addWebhookMessageRoutes(routes, dependencies.webhooks);
  addAlertRuleRoutes(routes, dependencies.alerts);
  addAlertRoutes(routes, dependencies.alerts);
  if (dependencies.signIn !== undefined) registerSignInLinks(routes, dependencies.signIn);
  const { people } = dependencies;
  if (people !== undefined) {
    addSignInRoutes(routes, people.signIn);
    addFeedRoutes(routes, people.feed);
    addSso(
      app,
      { ...people, clock, timezone: options.timezone, addressOf: options.addressOf },
      dependencies.rateLimiter,
    );
  }
  routes.finish();
  return app;
};
