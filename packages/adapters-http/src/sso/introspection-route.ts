import type { Hono } from 'hono';
import { z } from 'zod';
import { incomingOf, type HttpEnvironment } from '../api/environment.ts';
import type { HttpContext } from '../api/route.ts';
import { readBody } from '../body/read-body.ts';
import type { SsoSite } from './sso-visit.ts';

const mostBytes = 16_384;

const question = z.object({ token: z.string().min(1).max(4_096), audience: z.string().max(500).optional() });

const readQuestion = (text: string, contentType: string): z.infer<typeof question> | null => {
  let given: unknown;
  if (contentType.startsWith('application/json')) {
    try {
      given = JSON.parse(text);
    } catch {
      return null;
    }
  } else given = Object.fromEntries(new URLSearchParams(text));
  const parsed = question.safeParse(given);
  return parsed.success ? parsed.data : null;
};

/**
 * `POST /sso/token`: an engine asks whom a handed-over token stands for, in the form of RFC 7662. A token is answered once; whoever asks a
 * second time learns only that it is not active.
 */
export const addIntrospectionRoute = (app: Hono<HttpEnvironment>, { signIn }: SsoSite): void => {
  app.post('/sso/token', async (context: HttpContext) => {
    context.set('route', '/sso/token');
    context.header('Cache-Control', 'no-store');
    const body = await readBody(context.req.raw, mostBytes, incomingOf(context) !== undefined);
    const asked = body.isErr() ? null : readQuestion(body.value ?? '', context.req.header('content-type') ?? '');
    if (asked === null) return context.json({ active: false, error: 'invalid_request' }, 400);
    const redeemed = await signIn.people.redeem(asked.token, asked.audience ?? null);
    if (redeemed.isErr()) {
      context.header('Retry-After', '1');
      return context.json({ active: false, error: 'temporarily_unavailable' }, 503);
    }
    const person = redeemed.value;
    if (person === null) return context.json({ active: false });
    const { personId, name, tenant, provider, audience } = person;
    return context.json({ active: true, sub: personId, name, tenant, provider, aud: audience });
  });
};
