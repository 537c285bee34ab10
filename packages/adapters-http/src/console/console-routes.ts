import type { Principal, Scope } from '@portico/core/access';
import type { Hono } from 'hono';
import type { ConsoleDependencies, ConsoleOptions } from './console-dependencies.ts';
import { languageOf, rememberLanguage } from './choose-language.ts';
import type { ConsoleContext, ConsoleEnvironment } from './environment.ts';
import { readForm } from './form.ts';
import { layout } from './parts/layout.ts';
import { problemContent } from './pages/problem.ts';
import { placesFor } from './places.ts';
import { problemPage, type PageFailure } from './problem-pages.ts';
import { pages, withQuery } from './addresses.ts';
import { readUpload } from './read-upload.ts';
import { safeNext } from './safe-next.ts';
import { isSameOrigin } from './same-origin.ts';
import { securityHeaders } from './security-headers.ts';
import { endSession, sessionToken } from './session.ts';
import { isNotice, textsOf, type NoticeCode } from './texts/texts.ts';
import { allows, type Html, type View } from './view.ts';

/** A request for a page, with everything that answering it takes. */
export interface Visit {
  readonly context: ConsoleContext;
  readonly view: View;
  readonly search: URLSearchParams;
  /** Answers with a page. */
  show(title: string, content: Html, status?: 200 | 400 | 401 | 409 | 422 | 429): Promise<Response>;
  fail(failure: PageFailure): Promise<Response>;
  /** Answers with the way to another page; only paths of this console are followed. */
  goTo(path: string, notice?: NoticeCode): Response;
}

/** A visit by somebody who is signed in. */
export interface SignedInVisit extends Visit {
  readonly visitor: Principal;
}

export interface ConsoleRoutes {
  /** A page for everybody. */
  open(path: string, handle: (visit: Visit) => Promise<Response>): void;
  /** A form that everybody may send. */
  openForm(path: string, handle: (visit: Visit, form: URLSearchParams) => Promise<Response>): void;
  page(path: string, scope: Scope, handle: (visit: SignedInVisit) => Promise<Response>): void;
  form(path: string, scope: Scope, handle: (visit: SignedInVisit, form: URLSearchParams) => Promise<Response>): void;
  /** A form with files, of at most so many bytes; null: what came is no such form. */
  upload(
    path: string,
    scope: Scope,
    bytes: number,
    handle: (visit: SignedInVisit, form: FormData | 'too-large' | null) => Promise<Response>,
  ): void;
  /** Whatever else a browser asks for. */
  otherwise(): void;
}

/** Room for a profile of some hundred kilobytes. */
const formBytes = 1024 * 1024;

export const createConsoleRoutes = (
  app: Hono<ConsoleEnvironment>,
  dependencies: ConsoleDependencies,
  options: ConsoleOptions,
): ConsoleRoutes => {
  const { access, clock, ids, publicUrl, timezone, sandboxes = [] } = dependencies;

  const visitorOf = async (context: ConsoleContext): Promise<Principal | PageFailure | null> => {
    const token = sessionToken(context);
    if (token === undefined || token.length > 8_192) return null;
    const authenticated = await access.authenticateToken(token);
    if (authenticated.isOk()) return authenticated.value;
    return authenticated.error.code === 'UNAUTHENTICATED' ? null : authenticated.error;
  };

  const visitFor = (context: ConsoleContext, visitor: Principal | null): Visit => {
    const url = new URL(context.req.url);
    const notice = url.searchParams.get('notice') ?? undefined;
    url.searchParams.delete('notice');
    const language = languageOf(context);
    const view: View = {
      language,
      texts: textsOf(language),
      now: clock.now(),
      timezone,
      visitor,
      here: `${url.pathname}${url.search}`,
      notice: isNotice(notice) ? notice : null,
      publicUrl: publicUrl(),
      liveMs: options.liveMs,
      hasSandboxes: sandboxes.length > 0,
    };
    const answer = async (title: string, content: Html, status: number): Promise<Response> => {
      const body = await layout(view, title, content);
      for (const [name, value] of Object.entries(securityHeaders)) context.header(name, value);
      context.header('Content-Type', 'text/html; charset=utf-8');
      context.header('Content-Language', language);
      return context.body(String(body), status as 200);
    };
    return {
      context,
      view,
      search: url.searchParams,
      show: (title, content, status = 200) => answer(title, content, status),
      fail(failure) {
        const problem = problemPage(failure, view.texts);
        if (problem.status === 503) context.header('Retry-After', '2');
        return answer(problem.title, problemContent(view, problem), problem.status);
      },
      goTo(path, code) {
        const [to, fragment] = safeNext(path).split('#', 2);
        const target = new URL(to ?? '/', 'http://portico.invalid');
        target.searchParams.delete('notice');
        const query = { ...Object.fromEntries(target.searchParams), ...(code === undefined ? {} : { notice: code }) };
        context.header('Cache-Control', 'no-store');
        return context.redirect(
          `${withQuery(target.pathname, query)}${fragment === undefined ? '' : `#${fragment}`}`,
          303,
        );
      },
    };
  };

  const toSignIn = (visit: Visit): Response => {
    const { context, view } = visit;
    const isPage = context.req.method === 'GET';
    const address = withQuery(pages.signIn, { next: isPage && view.here !== '/' ? view.here : null });
    if (sessionToken(context) !== undefined) endSession(context, publicUrl());
    if (context.req.header('hx-request') !== 'true') return context.redirect(address, 303);
    // A refresh in the background would swallow a redirection: the whole page has to go.
    context.header('HX-Redirect', address);
    return context.body(null, 401);
  };

  /** Whatever happens, somebody gets a page. */
  const guarded = async (
    context: ConsoleContext,
    visitor: Principal | null,
    handle: (visit: Visit) => Promise<Response>,
  ): Promise<Response> => {
    const visit = visitFor(context, visitor);
    try {
      return await handle(visit);
    } catch (error) {
      const requestId = context.get('requestId') ?? ids.next();
      options.onDefect(error, requestId);
      return visit.fail({ code: 'DEFECT', requestId });
    }
  };

  const withForm = async (visit: Visit, handle: (form: URLSearchParams) => Promise<Response>): Promise<Response> => {
    if (!isSameOrigin(visit.context, publicUrl())) return visit.fail({ code: 'CROSS_SITE' });
    const form = await readForm(visit.context, formBytes);
    return form.isErr() ? visit.fail({ code: 'FORM_TOO_LARGE' }) : handle(form.value);
  };

  const signedIn = (
    context: ConsoleContext,
    path: string,
    scope: Scope,
    handle: (visit: SignedInVisit) => Promise<Response>,
  ): Promise<Response> => {
    context.set('route', path);
    return guarded(context, null, async (anonymous) => {
      const visitor = await visitorOf(context);
      if (visitor === null) return toSignIn(anonymous);
      if ('code' in visitor) return anonymous.fail(visitor);
      const visit = { ...visitFor(context, visitor), visitor };
      if (allows(visitor, scope)) return handle(visit);
      // Whoever may not see the overview begins with what they may see.
      const [first] = path === pages.overview ? placesFor(visit.view) : [];
      return first === undefined ? visit.fail({ code: 'SCOPE_MISSING', scope }) : visit.goTo(first.href);
    });
  };

  const inLanguage = (context: ConsoleContext): Response | null => {
    const elsewhere = rememberLanguage(context, publicUrl().startsWith('https:'));
    return elsewhere === null ? null : context.redirect(elsewhere, 303);
  };

  return {
    open(path, handle) {
      app.get(path, (context) => {
        context.set('route', path);
        return inLanguage(context) ?? guarded(context, null, handle);
      });
    },
    openForm(path, handle) {
      app.post(path, (context) => {
        context.set('route', path);
        return guarded(context, null, (visit) => withForm(visit, (form) => handle(visit, form)));
      });
    },
    page(path, scope, handle) {
      app.get(path, (context) => inLanguage(context) ?? signedIn(context, path, scope, handle));
    },
    form(path, scope, handle) {
      app.post(path, (context) =>
        signedIn(context, path, scope, (visit) => withForm(visit, (form) => handle(visit, form))),
      );
    },
    upload(path, scope, bytes, handle) {
      app.post(path, (context) =>
        signedIn(context, path, scope, async (visit) => {
          if (!isSameOrigin(visit.context, publicUrl())) return visit.fail({ code: 'CROSS_SITE' });
          return handle(visit, (await readUpload(visit.context, bytes)).unwrapOr('too-large'));
        }),
      );
    },
    otherwise() {
      app.get('*', async (context, next) => {
        const isPage =
          (context.req.header('accept') ?? '').includes('text/html') && !context.req.path.startsWith('/api/');
        if (!isPage) return next();
        const visitor = await visitorOf(context);
        return guarded(context, visitor === null || 'code' in visitor ? null : visitor, (visit) =>
          visit.fail({ code: 'PAGE_UNKNOWN' }),
        );
      });
    },
  };
};
