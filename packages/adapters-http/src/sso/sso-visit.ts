import type { Clock } from '@portico/core';
import type { Feed } from '@portico/core/task-center';
import type { SignIn } from '@portico/core/sign-in';
import type { HttpContext } from '../api/route.ts';
import { languageOf } from '../console/choose-language.ts';
import type { ConsoleContext } from '../console/environment.ts';
import type { Html } from '../console/view.ts';
import type { PeopleCookies } from './cookies.ts';
import { problemPage, type SsoView } from './pages.ts';
import type { SsoProblem } from './texts.ts';

/** What the pages for people are made of. */
export interface SsoDependencies {
  readonly signIn: SignIn;
  readonly feed: Feed;
  readonly clock: Clock;
  /** The address people use, without a trailing slash. */
  readonly publicUrl: () => string;
  readonly timezone: string;
  readonly addressOf: (context: HttpContext) => string;
}

export interface SsoSite extends SsoDependencies {
  readonly cookies: PeopleCookies;
}

const statuses: Readonly<Record<SsoProblem, 400 | 403 | 404 | 429 | 500 | 502 | 503>> = {
  TICKET_INVALID: 403,
  SERVICE_MISMATCH: 502,
  PROVIDER_MISCONFIGURED: 502,
  PROVIDER_UNREACHABLE: 503,
  ANSWER_UNREADABLE: 502,
  SIGN_IN_DENIED: 403,
  PROVIDER_UNKNOWN: 404,
  RETURN_REFUSED: 400,
  ATTEMPT_UNKNOWN: 400,
  REQUEST_UNREADABLE: 400,
  TOO_MANY: 429,
  CROSS_SITE: 403,
  STORE: 503,
  DEFECT: 500,
};

const policy =
  "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** Our own files only; nothing kept; addresses are told to nobody else, for they may hold tickets. */
const headers: Readonly<Record<string, string>> = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': policy,
  'Referrer-Policy': 'same-origin',
  'Cache-Control': 'no-store',
  Vary: 'Cookie, Accept-Language',
};

export const viewOf = (context: HttpContext, { timezone }: SsoSite): SsoView => ({
  language: languageOf(context as unknown as ConsoleContext),
  timezone,
  requestId: context.get('requestId') ?? '',
});

export const showPage = async (context: HttpContext, content: Html, status = 200): Promise<Response> => {
  for (const [name, value] of Object.entries(headers)) context.header(name, value);
  return context.body(String(await content), status as 200);
};

export const showProblem = (
  context: HttpContext,
  site: SsoSite,
  problem: SsoProblem,
  again: string | null = null,
): Promise<Response> => {
  const status = statuses[problem];
  if (status === 503 || status === 429) context.header('Retry-After', '5');
  return showPage(context, problemPage(viewOf(context, site), problem, again), status);
};

const problemCodes: ReadonlySet<string> = new Set(Object.keys(statuses));

/** A failure of a use case as a page can tell it. */
export const problemOf = ({ code }: { readonly code: string }): SsoProblem =>
  code.startsWith('STORE_') ? 'STORE' : problemCodes.has(code) ? (code as SsoProblem) : 'DEFECT';

/** Where a browser goes next. It is told to nobody where it came from: that address may hold a ticket. */
export const goTo = (context: HttpContext, address: string): Response => {
  context.header('Cache-Control', 'no-store');
  context.header('Referrer-Policy', 'no-referrer');
  return context.redirect(address, 303);
};

/** The query, when every parameter stands in it once; null otherwise. */
export const readOnce = (context: HttpContext): Readonly<Record<string, string>> | null => {
  const read: Record<string, string> = {};
  for (const [name, values] of Object.entries(context.req.queries())) {
    if (values.length !== 1 || name === '__proto__') return null;
    read[name] = values[0] ?? '';
  }
  return read;
};

const code = /^[a-z0-9-]{1,63}$/u;

/** Tenant and provider of an address; null when they are none. */
export const readPlace = (context: HttpContext): { readonly tenant: string; readonly provider: string } | null => {
  const tenant = context.req.param('tenant') ?? '';
  const provider = context.req.param('provider') ?? '-';
  return code.test(tenant) && code.test(provider) ? { tenant, provider } : null;
};
