import type { RateLimiter } from '@portico/core';
import type { Hono } from 'hono';
import type { HttpEnvironment } from '../api/environment.ts';
import type { HttpContext } from '../api/route.ts';
import { createTokenBuckets } from '../limits/token-buckets.ts';
import { createPeopleCookies } from './cookies.ts';
import { addIntrospectionRoute } from './introspection-route.ts';
import { addPortalRoutes } from './portal-routes.ts';
import { addSignInPages } from './sign-in-pages.ts';
import { addSignOutPages } from './sign-out-pages.ts';
import { showProblem, type SsoDependencies, type SsoSite } from './sso-visit.ts';
import { addTodoPages } from './todo-pages.ts';

/** A campus behind one address, or behind one proxy, signs in within minutes; none of it writes before somebody has come back. */
const perAddress = { perSecond: 200, burst: 2_000 };

/** Everything that people who sign in, their engines and portals ask for; none of it takes an API key, none of it gives one. */
export const addSso = (
  app: Hono<HttpEnvironment>,
  dependencies: SsoDependencies,
  rateLimiter: RateLimiter | undefined,
): void => {
  const site: SsoSite = { ...dependencies, cookies: createPeopleCookies(dependencies.publicUrl) };
  const buckets = createTokenBuckets(perAddress, 10_000, site.clock);
  app.use('/sso/*', async (context: HttpContext, next) => {
    if (buckets.take(site.addressOf(context)).allowed) return next();
    return showProblem(context, site, 'TOO_MANY');
  });
  addIntrospectionRoute(app, site);
  addSignOutPages(app, site);
  addSignInPages(app, site);
  addTodoPages(app, site);
  addPortalRoutes(app, site, rateLimiter);
};
