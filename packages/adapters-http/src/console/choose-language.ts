import { getCookie, setCookie } from 'hono/cookie';
import { chooseLanguage } from '../problems/language.ts';
import { languages, type Language } from '../problems/problems.ts';
import { withQuery } from './addresses.ts';
import type { ConsoleContext } from './environment.ts';

const cookieName = 'portico_language';

const known = (value: string | undefined): Language | null => languages.find((language) => language === value) ?? null;

/** The visitor's language: what they chose before, else what their browser asks for. */
export const languageOf = (context: ConsoleContext): Language =>
  known(getCookie(context, cookieName)) ?? chooseLanguage(context.req.header('accept-language'));

/** `?lang=` is remembered, and the address goes on without it; null when it asks for nothing. */
export const rememberLanguage = (context: ConsoleContext, isSecure: boolean): string | null => {
  const wanted = known(context.req.query('lang'));
  if (wanted === null) return null;
  setCookie(context, cookieName, wanted, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure: isSecure,
    maxAge: 365 * 24 * 3600,
  });
  const url = new URL(context.req.url);
  url.searchParams.delete('lang');
  return withQuery(url.pathname, Object.fromEntries(url.searchParams));
};
