import type { Tracer } from '@portico/core';
import type { VendorClient } from './vendor-client.ts';

/**
 * A client whose requests are spans. Vendors are told nothing of them. The query is left out, and secrets in the rest are hidden as in
 * what is kept of the request.
 */
export const createTracedVendorClient = (client: VendorClient, tracer: Tracer): VendorClient => ({
  send: (request, bound) => {
    const { method, url } = request;
    const shown = `${url.origin}${url.pathname}`;
    const attributes = {
      'http.request.method': method,
      'server.address': url.hostname,
      'server.port': Number(url.port) || (url.protocol === 'https:' ? 443 : 80),
      'url.full': bound.redaction?.text(shown) ?? shown,
    };
    return tracer.span(`${method} ${url.host}`, { kind: 'client', attributes }, async (span) => {
      const reply = await client.send(request, bound);
      if (reply.kind === 'answer') {
        span.set({ 'http.response.status_code': reply.status });
        if (reply.status >= 400) span.fail(`answered with ${reply.status}`);
      } else {
        span.set({ 'error.type': reply.cause, 'portico.sent': reply.sent });
        span.fail(bound.redaction?.text(reply.message) ?? reply.message);
      }
      return reply;
    });
  },
});
