import type { MiddlewareHandler } from 'hono';
import type { ConsoleEnvironment } from './environment.ts';

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * Only our own files, no inline scripts or styles, no framing. The referrer stays `same-origin` and no stricter: without one
 * browsers send `Origin: null` with our own forms.
 */
export const securityHeaders: MiddlewareHandler<ConsoleEnvironment> = async (context, next) => {
  await next();
  context.header('Content-Security-Policy', policy);
  context.header('X-Content-Type-Options', 'nosniff');
  context.header('Referrer-Policy', 'same-origin');
  context.header('Cross-Origin-Opener-Policy', 'same-origin');
  context.header('X-Frame-Options', 'DENY');
  if (context.res.headers.get('Cache-Control') === null) context.header('Cache-Control', 'no-store');
};
