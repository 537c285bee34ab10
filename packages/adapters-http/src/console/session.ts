import type { Principal, TokenFailure, Tokens } from '@portico/core/access';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { ResultAsync } from 'neverthrow';
import type { ConsoleContext } from './environment.ts';

const cookieName = 'portico_session';
const sessionMs = 12 * 3_600_000;

const attributes = (publicUrl: string) =>
  ({ path: '/', httpOnly: true, sameSite: 'Lax', secure: publicUrl.startsWith('https:') }) as const;

/** Signs a visitor in for 12 hours. */
export const startSession = (
  context: ConsoleContext,
  tokens: Tokens,
  principal: Principal,
  publicUrl: string,
): ResultAsync<void, TokenFailure> =>
  tokens.issue(principal, sessionMs).map((token) => {
    setCookie(context, cookieName, token, { ...attributes(publicUrl), maxAge: sessionMs / 1000 });
  });

export const endSession = (context: ConsoleContext, publicUrl: string): void => {
  deleteCookie(context, cookieName, attributes(publicUrl));
};

export const sessionToken = (context: ConsoleContext): string | undefined => getCookie(context, cookieName);
