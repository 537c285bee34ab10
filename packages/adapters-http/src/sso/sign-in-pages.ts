import type { Hono } from 'hono';
import type { Destination } from '@portico/core/sign-in';
import type { HttpEnvironment } from '../api/environment.ts';
import type { HttpContext } from '../api/route.ts';
import { choicePage } from './pages.ts';
import { goTo, problemOf, readOnce, readPlace, showPage, showProblem, viewOf, type SsoSite } from './sso-visit.ts';

/** Milliseconds that are left, as cookies count. */
const secondsUntil = (until: number, now: number): number => Math.max(1, Math.ceil((until - now) / 1_000));

const ownPage = (tenant: string): string => `/sso/${tenant}/todos`;

const addressOf = (tenant: string, to: Destination): string => (to.kind === 'away' ? to.url : ownPage(tenant));

const loginAddress = (tenant: string, provider: string, to: string | null): string =>
  `/sso/${tenant}/${provider}/login${to === null ? '' : `?to=${encodeURIComponent(to)}`}`;

/** The way to the provider and back. */
export const addSignInPages = (app: Hono<HttpEnvironment>, site: SsoSite): void => {
  const { signIn, cookies, clock } = site;
  const { people } = signIn;

  app.get('/sso/:tenant/login', async (context: HttpContext) => {
    context.set('route', '/sso/{tenant}/login');
    const place = readPlace(context);
    const query = readOnce(context);
    if (place === null) return showProblem(context, site, 'PROVIDER_UNKNOWN');
    if (query === null) return showProblem(context, site, 'REQUEST_UNREADABLE');
    const offered = await people.offered(place.tenant);
    if (offered.isErr()) return showProblem(context, site, 'STORE');
    const to = query['to']?.toWellFormed() ?? null;
    const choices = offered.value.map(({ code, name }) => ({ name, href: loginAddress(place.tenant, code, to) }));
    const [only, ...others] = choices;
    if (only === undefined) return showProblem(context, site, 'PROVIDER_UNKNOWN');
    return others.length === 0
      ? goTo(context, only.href)
      : showPage(context, choicePage(viewOf(context, site), choices));
  });

  app.get('/sso/:tenant/:provider/login', async (context: HttpContext) => {
    context.set('route', '/sso/{tenant}/{provider}/login');
    const place = readPlace(context);
    const query = readOnce(context);
    if (place === null) return showProblem(context, site, 'PROVIDER_UNKNOWN');
    if (query === null) return showProblem(context, site, 'REQUEST_UNREADABLE');
    const given = query['to'] ?? '';
    const to = given === '' ? null : given;
    const begun = await people.begin({ ...place, to, sessionToken: cookies.session(context) });
    if (begun.isErr()) return showProblem(context, site, problemOf(begun.error));
    if (begun.value.kind === 'through') return goTo(context, addressOf(place.tenant, begun.value.to));
    const { attempt, until, redirect } = begun.value;
    if (!cookies.keepAttempt(context, attempt, secondsUntil(until, clock.now())))
      return showProblem(context, site, 'RETURN_REFUSED');
    return goTo(context, redirect);
  });

  app.get('/sso/:tenant/:provider/callback', async (context: HttpContext) => {
    context.set('route', '/sso/{tenant}/{provider}/callback');
    const place = readPlace(context);
    const query = readOnce(context);
    if (place === null) return showProblem(context, site, 'PROVIDER_UNKNOWN');
    if (query === null) return showProblem(context, site, 'REQUEST_UNREADABLE');
    const attempts = cookies.attempts(context);
    const before = cookies.session(context);
    const done = await people.complete({ ...place, query, attempts, signal: context.req.raw.signal });
    if (done.isErr()) {
      const problem = problemOf(done.error);
      const again = loginAddress(place.tenant, place.provider, 'to' in done.error ? done.error.to : null);
      return showProblem(context, site, problem, problem === 'PROVIDER_UNKNOWN' ? null : again);
    }
    const { token, session, to } = done.value;
    // One browser is one person: whoever was here before is not any more.
    if (before !== null) await people.signOut(before);
    cookies.dropAttempts(context);
    cookies.keepSession(context, token, secondsUntil(session.expiresAt, clock.now()));
    return goTo(context, addressOf(place.tenant, to));
  });
};
