import type { Access, Tokens } from '@portico/core/access';
import type { FailedSignIns } from '../../limits/failed-sign-ins.ts';
import { pages } from '../addresses.ts';
import type { ConsoleOptions } from '../console-dependencies.ts';
import type { ConsoleRoutes, Visit } from '../console-routes.ts';
import { field } from '../form.ts';
import { signInPage, usingLinkPage } from '../pages/sign-in.ts';
import { safeNext } from '../safe-next.ts';
import { endSession, startSession } from '../session.ts';
import type { SignInLinks } from '../sign-in-links.ts';

interface SignInRoutes {
  readonly access: Access;
  readonly tokens: Tokens;
  readonly signIn: SignInLinks;
  readonly failures: FailedSignIns;
  readonly publicUrl: () => string;
  readonly addressOf: ConsoleOptions['addressOf'];
}

export const addSignInRoutes = (
  routes: ConsoleRoutes,
  { access, tokens, signIn, failures, publicUrl, addressOf }: SignInRoutes,
): void => {
  const again = (visit: Visit, next: string, problem: string, status: 401 | 429): Promise<Response> =>
    visit.show(visit.view.texts.signIn.title, signInPage(visit.view, next, problem), status);

  const enter = async (visit: Visit, principal: Parameters<Tokens['issue']>[0], next: string): Promise<Response> => {
    const started = await startSession(visit.context, tokens, principal, publicUrl());
    if (started.isErr()) throw new Error(started.error.message);
    return visit.goTo(next);
  };

  const byLink = (visit: Visit, token: string, next: string): Promise<Response> => {
    const principal = signIn.consume(token);
    return principal === null
      ? again(visit, next, visit.view.texts.signIn.linkUsed, 401)
      : enter(visit, { ...principal, name: 'console' }, next);
  };

  const byKey = async (visit: Visit, key: string, next: string): Promise<Response> => {
    const texts = visit.view.texts.signIn;
    const address = addressOf(visit.context);
    const seconds = failures.blockedFor(address, key);
    if (seconds !== null) return again(visit, next, texts.tooMany(seconds), 429);
    const principal = await access.authenticateKey(key);
    if (principal.isOk()) {
      failures.succeeded(key);
      return enter(visit, principal.value, next);
    }
    if (principal.error.code !== 'UNAUTHENTICATED') return visit.fail(principal.error);
    failures.failed(address);
    return again(visit, next, texts.keyWrong, 401);
  };

  routes.open(pages.signIn, (visit) => {
    const token = visit.search.get('token');
    const next = safeNext(visit.search.get('next'));
    const content =
      token === null ? signInPage(visit.view, next, null) : usingLinkPage(visit.view, token.slice(0, 128), next);
    return visit.show(visit.view.texts.signIn.title, content);
  });

  routes.openForm(pages.signIn, (visit, form) => {
    const next = safeNext(form.get('next'));
    const token = form.get('token');
    return token === null ? byKey(visit, field(form, 'key').slice(0, 256), next) : byLink(visit, token, next);
  });

  routes.openForm(pages.signOut, (visit) => {
    endSession(visit.context, publicUrl());
    return Promise.resolve(visit.context.redirect(`${pages.signIn}?notice=signed-out`, 303));
  });
};
