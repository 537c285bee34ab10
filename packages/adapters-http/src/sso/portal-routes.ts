import { createHash } from 'node:crypto';
import type { RateLimiter } from '@portico/core';
import type { PortalRefused } from '@portico/core/task-center';
import type { Hono } from 'hono';
import { incomingOf, type HttpEnvironment } from '../api/environment.ts';
import type { HttpContext } from '../api/route.ts';
import { readBody } from '../body/read-body.ts';
import { createFailedSignIns } from '../limits/failed-sign-ins.ts';
import { createRequestLimit } from '../limits/request-limit.ts';
import type { SsoSite } from './sso-visit.ts';

const mostBytes = 65_536;
const mostParameters = 50;

const statuses: Readonly<Record<PortalRefused['code'], 400 | 401 | 404 | 503>> = {
  PORTAL_UNKNOWN: 404,
  PORTAL_KEY_WRONG: 401,
  PORTAL_REQUEST_INVALID: 400,
  PORTAL_BROKEN: 503,
};

const fromJson = (text: string): Readonly<Record<string, string>> => {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return {};
    return Object.fromEntries(
      Object.entries(value).flatMap(([name, member]: readonly [string, unknown]) =>
        typeof member === 'string' || typeof member === 'number' ? [[name, String(member)]] : [],
      ),
    );
  } catch {
    return {};
  }
};

/** Query and body; null when the body is too large. What stands in both is the query's. */
const readParameters = async (context: HttpContext): Promise<Readonly<Record<string, string>> | null> => {
  const query = Object.fromEntries(Object.entries(context.req.query()).slice(0, mostParameters));
  if (context.req.method !== 'POST') return query;
  const body = await readBody(context.req.raw, mostBytes, incomingOf(context) !== undefined);
  if (body.isErr()) return null;
  const text = body.value ?? '';
  const isForm = (context.req.header('content-type') ?? '').startsWith('application/x-www-form-urlencoded');
  const given = isForm ? Object.fromEntries(new URLSearchParams(text)) : fromJson(text);
  return { ...Object.fromEntries(Object.entries(given).slice(0, mostParameters)), ...query };
};

const tagOf = (body: string): string => `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;

/** `/feed/{tenant}/{portal}`: portals fetch to-dos, answered in their own shape. */
export const addPortalRoutes = (
  app: Hono<HttpEnvironment>,
  site: SsoSite,
  rateLimiter: RateLimiter | undefined,
): void => {
  const { feed, clock, addressOf } = site;
  const failures = createFailedSignIns({ perSecond: 0.5, burst: 30 }, clock);
  const requests = createRequestLimit({ size: { perSecond: 50, burst: 200 }, clock, limiter: rateLimiter });

  const tooMany = (context: HttpContext, seconds: number): Response => {
    context.header('Retry-After', String(Math.max(1, seconds)));
    return context.json({ code: 429, msg: 'too many requests' }, 429);
  };

  app.on(['GET', 'POST'], '/feed/:tenant/:portal', async (context: HttpContext) => {
    context.set('route', '/feed/{tenant}/{portal}');
    const tenant = context.req.param('tenant') ?? '';
    const portal = context.req.param('portal') ?? '';
    if (!/^[a-z0-9-]{1,63}$/u.test(tenant) || !/^[a-z0-9-]{1,63}$/u.test(portal))
      return context.json({ code: 404 }, 404);
    const authCode = context.req.header('authcode') ?? null;
    const address = addressOf(context);
    const credential = `${tenant}/${portal}/${authCode ?? ''}`;
    const blocked = failures.blockedFor(address, credential);
    if (blocked !== null) return tooMany(context, blocked);
    const bucket = await requests.take(`portal ${tenant}/${portal}`);
    if (!bucket.allowed) return tooMany(context, bucket.waitSeconds);
    const parameters = await readParameters(context);
    if (parameters === null) return context.json({ code: 413, msg: 'the body is too large' }, 413);
    const answered = await feed.portal.answer(tenant, portal, { authCode, parameters, signal: context.req.raw.signal });
    if (answered.isErr()) {
      const { error } = answered;
      if (error.code === 'PORTAL_KEY_WRONG' || error.code === 'PORTAL_UNKNOWN') failures.failed(address);
      if (!('answer' in error)) {
        context.header('Retry-After', '1');
        return context.json({ code: 503, msg: 'not available at present' }, 503);
      }
      return context.json(error.answer ?? { code: statuses[error.code], msg: error.message }, statuses[error.code]);
    }
    failures.succeeded(credential);
    const body = JSON.stringify(answered.value);
    const tag = tagOf(body);
    context.header('ETag', tag);
    // Shared caches must not keep it, and whoever keeps it has to ask each time.
    context.header('Cache-Control', 'private, no-cache');
    if (context.req.header('if-none-match') === tag) return context.body(null, 304);
    return context.body(body, 200, { 'Content-Type': 'application/json; charset=utf-8' });
  });
};
