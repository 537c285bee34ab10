import type { Hono } from 'hono';
import type { HttpEnvironment } from '../api/environment.ts';
import { createOpenApiDocument } from './openapi-document.ts';
import { readerStyles, renderReader } from './reader.ts';

const pagePolicy =
  "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** `/openapi.json`, and `/docs` to read it. */
export const addDocsRoutes = (
  app: Hono<HttpEnvironment>,
  options: { readonly version: string; readonly publicUrl: string | null },
): void => {
  const document = createOpenApiDocument(app, options);
  app.get('/openapi.json', async (context) => {
    context.set('route', '/openapi.json');
    return context.json(await document());
  });
  app.get('/docs', async (context) => {
    context.set('route', '/docs');
    context.header('Content-Security-Policy', pagePolicy);
    return context.html(await renderReader(await document()));
  });
  app.get('/docs/reader.css', (context) => {
    context.set('route', '/docs/reader.css');
    return context.body(readerStyles, 200, {
      'Content-Type': 'text/css; charset=utf-8',
      'Cache-Control': 'max-age=3600',
    });
  });
};
