import type { Tracer } from '@portico/core';
import type { MiddlewareHandler } from 'hono';
import type { HttpEnvironment } from './environment.ts';

/** Asked all the time by machines, and nothing comes of them. */
const untraced: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics']);

const methods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/**
 * A span for each request, below its caller's where it has a `traceparent` that can be read; named by its route, so that the names are
 * as many as the routes. Queries are left out: they may hold a link's secret.
 */
export const traceRequests =
  (tracer: Tracer): MiddlewareHandler<HttpEnvironment> =>
  (context, next) => {
    const { path, method: given } = context.req;
    if (untraced.has(path)) return next();
    // Anybody can make up a method.
    const method = methods.has(given) ? given : '_OTHER';
    const attributes = { 'http.request.method': method, 'url.path': path };
    return tracer.span(
      method,
      { kind: 'server', parent: context.req.header('traceparent') ?? null, attributes },
      async (span) => {
        await next();
        const { status } = context.res;
        const route = context.get('route') ?? null;
        if (route !== null) span.rename(`${method} ${route}`);
        span.set({
          'http.route': route,
          'http.response.status_code': status,
          'portico.request_id': context.get('requestId'),
        });
        if (status >= 500) span.fail(`answered with ${status}`);
      },
    );
  };
