import type { Hono } from 'hono';
import { generateSpecs } from 'hono-openapi';
import type { HttpEnvironment } from '../api/environment.ts';

export type OpenApiDocument = Awaited<ReturnType<typeof generateSpecs>>;

const description =
  'Portico keeps every outside system in step with yours. Send `X-API-Key`, or the token of `POST /api/v1/auth/token` as ' +
  '`Authorization: Bearer`. Answers are `{success, data, timestamp, requestId}`; errors are problem documents (RFC 9457), in ' +
  'Chinese unless `Accept-Language` asks for English.';

/** The API as OpenAPI 3.1, taken from its routes; made once. */
export const createOpenApiDocument = (
  app: Hono<HttpEnvironment>,
  options: { readonly version: string; readonly publicUrl: string | null },
): (() => Promise<OpenApiDocument>) => {
  let document: Promise<OpenApiDocument> | undefined;
  return () => {
    document ??= generateSpecs(app, {
      documentation: {
        openapi: '3.1.0',
        info: {
          title: 'Portico',
          version: options.version,
          description,
          license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
        },
        servers: [{ url: options.publicUrl ?? '/' }],
        components: {
          securitySchemes: {
            apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
            bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
          },
        },
      },
    });
    return document;
  };
};
