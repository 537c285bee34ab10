import type { Clock } from '@portico/core';
import type { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import { err, ok, type Result, type ResultAsync } from 'neverthrow';
import { z } from 'zod';
import type { StoreFailure } from '@portico/core';
import { isReadable } from '../body/content-type.ts';
import { parseFields } from '../body/parse-fields.ts';
import { parseJson } from '../body/parse-json.ts';
import { readBody } from '../body/read-body.ts';
import type { WorkflowInput } from '../body/workflow-input.ts';
import type { RequestLimit } from '../limits/request-limit.ts';
import type { BucketSize } from '../limits/token-buckets.ts';
import { toFailure, type Failure, type FailureDetail } from '../problems/failure.ts';
import { fieldText } from '../problems/language.ts';
import { answerFailure, envelope } from './answer.ts';
import type { Authenticate } from './authenticate.ts';
import type { BodyReader } from './body-reader.ts';
import { describeOperation } from './describe-operation.ts';
import { incomingOf, type HttpEnvironment } from './environment.ts';
import type { createIdempotently } from './idempotently.ts';
import type { HttpContext, RouteDefinition, Routes } from './route.ts';

/** Everything an operation passes through before its handler. */
export interface Passage {
  readonly authenticate: Authenticate;
  readonly requestLimit: RequestLimit;
  readonly bucketSize: BucketSize;
  readonly tenantInput: (tenant: string) => ResultAsync<WorkflowInput, StoreFailure>;
  readonly idempotently: ReturnType<typeof createIdempotently>;
  readonly maxBodyBytes: number;
  readonly clock: Clock;
}

export const apiPrefix = '/api/v1';

const nothing = z.strictObject({});

/** Query parameters, each at most once. */
const readQuery = (context: HttpContext): Result<Record<string, string>, Failure> => {
  const query: Record<string, string> = Object.create(null) as Record<string, string>;
  const repeated: FailureDetail[] = [];
  for (const [name, values] of Object.entries(context.req.queries())) {
    if (values.length > 1)
      repeated.push({
        pointer: `/query/${name.slice(0, 64).toWellFormed()}`,
        message: fieldText('repeated', context.get('language')),
      });
    query[name] = values[0] ?? '';
  }
  return repeated.length > 0 ? err({ problem: 'INVALID', details: repeated.slice(0, 20) }) : ok({ ...query });
};

const readText = async <Body>(
  context: HttpContext,
  reader: BodyReader<Body>,
  limit: number,
): Promise<Result<string | null, Failure>> => {
  const text = await readBody(context.req.raw, limit, incomingOf(context) !== undefined);
  if (text.isErr()) return text;
  if (text.value === null && !reader.required) return text;
  return isReadable(context.req.header('content-type'), context.req.header('content-encoding'))
    ? text
    : err({ problem: 'MEDIA_TYPE_UNSUPPORTED' });
};

/** What the core finds wrong with a request that has no body was in its query. */
const inQuery = (method: string, failure: Failure): Failure =>
  method !== 'get' || failure.details === undefined
    ? failure
    : {
        ...failure,
        details: failure.details.map(({ pointer, message }) => ({
          pointer: pointer.startsWith('/query/') ? pointer : `/query${pointer}`,
          message,
        })),
      };

export const createRoutes = (app: Hono<HttpEnvironment>, passage: Passage): Routes => {
  const { authenticate, requestLimit, bucketSize, tenantInput, idempotently, maxBodyBytes, clock } = passage;
  const methodsByPath = new Map<string, string[]>();
  const policy = `"requests";q=${bucketSize.burst};w=${Math.ceil(bucketSize.burst / bucketSize.perSecond)}`;
  const window = Math.ceil(bucketSize.burst / bucketSize.perSecond);

  const serve = async <Params, Query, Body, Data extends z.ZodType>(
    context: HttpContext,
    definition: RouteDefinition<Params, Query, Body, Data>,
    path: string,
  ): Promise<Response> => {
    context.set('route', path);
    const fail = (failure: Failure): Response => answerFailure(context, failure, clock.now());
    const language = context.get('language');

    const authenticated = await authenticate(context, definition.scope);
    if (authenticated.isErr()) return fail(authenticated.error);
    const principal = authenticated.value;
    context.set('principal', principal);

    const bucket = await requestLimit.take(principal.keyId);
    context.header('RateLimit-Policy', policy);
    context.header('RateLimit', `"requests";r=${bucket.remaining};t=${bucket.waitSeconds}`);
    if (!bucket.allowed) {
      const headers = { 'Retry-After': String(Math.max(1, bucket.waitSeconds)) };
      return fail({ problem: 'RATE_LIMITED', parameters: { limit: bucketSize.burst, window }, headers });
    }

    const params = parseFields(
      definition.params ?? (nothing as unknown as z.ZodType<Params>),
      context.req.param(),
      '/path',
      language,
    );
    if (params.isErr()) return fail(params.error);
    const query = readQuery(context).andThen((given) =>
      parseFields(definition.query ?? (nothing as unknown as z.ZodType<Query>), given, '/query', language),
    );
    if (query.isErr()) return fail(query.error);
    const input = await tenantInput(principal.tenant);
    if (input.isErr()) return fail(toFailure(input.error));

    const reader = definition.body;
    const text =
      reader === undefined
        ? ok(null)
        : await readText(context, reader, Math.min(maxBodyBytes, reader.maxBytes ?? maxBodyBytes));
    if (text.isErr()) return fail(text.error);

    const readParsed = (): Result<Body, Failure> => {
      // Without a reader the handler's `Body` is undefined.
      if (reader === undefined) return ok(undefined as Body);
      return parseJson(text.value ?? '{}', language, reader.texts).andThen((value) =>
        reader.read(value, language, input.value),
      );
    };

    const perform = async (): Promise<Response> => {
      const body = readParsed();
      if (body.isErr()) return fail(body.error);
      const headers: Record<string, string> = { 'Content-Type': 'application/json; charset=utf-8' };
      const handled = await definition.handle({
        principal,
        params: params.value,
        query: query.value,
        body: body.value,
        language,
        input: input.value,
        header: (name) => context.req.header(name),
        setHeader: (name, value) => {
          headers[name] = value;
        },
      });
      if (handled.isErr()) return fail(inQuery(definition.method, toFailure(handled.error)));
      return context.body(
        envelope(handled.value, new Date(clock.now()).toISOString(), context.get('requestId')),
        definition.status,
        headers,
      );
    };

    if (definition.creates !== true) return perform();
    const named = { tenant: principal.tenant, route: `${definition.method} ${path}`, body: text.value };
    return idempotently(context, named, perform);
  };

  return {
    route(definition) {
      const path = `${apiPrefix}${definition.path}`;
      const methods = methodsByPath.get(path) ?? [];
      methodsByPath.set(path, [
        ...methods,
        definition.method.toUpperCase(),
        ...(definition.method === 'get' ? ['HEAD'] : []),
      ]);
      app.on(definition.method.toUpperCase(), path, describeRoute(describeOperation(definition)), (context) =>
        serve(context, definition, path),
      );
    },
    finish() {
      for (const [path, methods] of methodsByPath) {
        const allow = methods.join(', ');
        app.all(path, (context) => {
          context.set('route', path);
          return answerFailure(
            context,
            { problem: 'METHOD_NOT_ALLOWED', parameters: { allow }, headers: { Allow: allow } },
            clock.now(),
          );
        });
      }
    },
  };
};
