import type { Hono } from 'hono';
import type { HttpEnvironment } from '../api/environment.ts';
import type { HttpContext } from '../api/route.ts';
import { readBody } from '../body/read-body.ts';
import type { ConsoleContext } from '../console/environment.ts';
import { isSameOrigin } from '../console/same-origin.ts';
import { incomingOf } from '../api/environment.ts';
import { askSignOutPage, signedOutPage } from './pages.ts';
import { problemOf, readPlace, showPage, showProblem, viewOf, type SsoSite } from './sso-visit.ts';

const mostLogoutBytes = 100_000;

/** Signing out, by the person and by the provider. */
export const addSignOutPages = (app: Hono<HttpEnvironment>, site: SsoSite): void => {
  const { signIn, cookies, publicUrl } = site;
  const { people } = signIn;

  // A link alone signs nobody out: anybody could put one into a page.
  app.get('/sso/logout', (context: HttpContext) => {
    context.set('route', '/sso/logout');
    return showPage(context, askSignOutPage(viewOf(context, site)));
  });

  app.post('/sso/logout', async (context: HttpContext) => {
    context.set('route', '/sso/logout');
    if (!isSameOrigin(context as unknown as ConsoleContext, publicUrl()))
      return showProblem(context, site, 'CROSS_SITE');
    const token = cookies.session(context);
    const done = token === null ? null : await people.signOut(token);
    if (done?.isErr() === true) return showProblem(context, site, 'STORE');
    cookies.dropSession(context);
    return showPage(
      context,
      signedOutPage(viewOf(context, site), done?.isOk() === true ? done.value.providerUrl : null),
    );
  });

  const byProvider = async (context: HttpContext): Promise<Response> => {
    context.set('route', '/sso/{tenant}/{provider}/logout');
    const place = readPlace(context);
    if (place === null) return showProblem(context, site, 'PROVIDER_UNKNOWN');
    const body = await readBody(context.req.raw, mostLogoutBytes, incomingOf(context) !== undefined);
    if (body.isErr()) return showProblem(context, site, 'REQUEST_UNREADABLE');
    const ended = await people.logoutByProvider(place.tenant, place.provider, body.value ?? '');
    if (ended.isErr()) return showProblem(context, site, problemOf(ended.error));
    // Not how many: whoever guesses tickets learns nothing.
    return context.text('ok\n');
  };
  // CAS tells the service itself, which is the callback, unless it has been given an address of its own.
  app.post('/sso/:tenant/:provider/callback', byProvider);
  app.post('/sso/:tenant/:provider/logout', byProvider);
};
