import type { Clock } from '@portico/core';
import type { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import { err, ok, type Result, type ResultAsync } from 'neverthrow';
import { z } from 'zod';
import type { StoreFailure } from '@portico/core';
import type { Principal } from '@portico/core/access';
import { isReadable, isTable } from '../body/content-type.ts';
import { decodeTable } from '../body/decode-table.ts';
import { parseFields } from '../body/parse-fields.ts';
import { parseJson } from '../body/parse-json.ts';
import { readBody, readBytes } from '../body/read-body.ts';
import type { WorkflowInput } from '../body/workflow-input.ts';
import type { RequestLimit } from '../limits/request-limit.ts';
import { createTokenBuckets, type BucketSize } from '../limits/token-buckets.ts';
import { toFailure, type Failure, type FailureDetail } from '../problems/failure.ts';
import { fieldText } from '../problems/language.ts';
import { answerFailure, envelope } from './answer.ts';
import type { Authenticate } from './authenticate.ts';
import type { BodyReader } from './body-reader.ts';
import { describeDownload, describeOperation, describeReceipt, describeWatch } from './describe-operation.ts';
import { incomingOf, type HttpEnvironment } from './environment.ts';
import { eventStream } from './event-stream.ts';
import type { createIdempotently } from './idempotently.ts';
import type { HttpContext, RawAnswer, ReceiptDefinition, RouteDefinition, Routes } from './route.ts';
import { streamOf } from './stream-of.ts';
import { createStreamSlots, type StreamSlotSizes } from './stream-slots.ts';

/** Everything an operation passes through before its handler. */
export interface Passage {
  readonly authenticate: Authenticate;
  readonly requestLimit: RequestLimit;
  readonly bucketSize: BucketSize;
  readonly tenantInput: (tenant: string) => ResultAsync<WorkflowInput, StoreFailure>;
  readonly idempotently: ReturnType<typeof createIdempotently>;
  readonly maxBodyBytes: number;
  readonly addressOf: (context: HttpContext) => string;
  readonly clock: Clock;
}

/** Streams of events, for each process: how many at once, and for how long each. */
const streamSlots: StreamSlotSizes = { total: 500, perKey: 20 };
const streamBoundMs = 5 * 60_000;

/** What one address may send without a key, for each process. */
const openSize: BucketSize = { perSecond: 50, burst: 200 };

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

const readTable = async (context: HttpContext, limit: number): Promise<Result<string | null, Failure>> => {
  const bytes = await readBytes(context.req.raw, limit, incomingOf(context) !== undefined);
  if (bytes.isErr()) return err(bytes.error);
  const text = isTable(context.req.header('content-type'), context.req.header('content-encoding'))
    ? decodeTable(bytes.value)
    : null;
  return text === null ? err({ problem: 'MEDIA_TYPE_UNSUPPORTED' }) : ok(text);
};

const readText = async <Body>(
  context: HttpContext,
  reader: BodyReader<Body>,
  limit: number,
): Promise<Result<string | null, Failure>> => {
  if (reader.media === 'csv') return readTable(context, limit);
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
          pointer: /^\/(?:query|header)\//.test(pointer) ? pointer : `/query${pointer}`,
          message,
        })),
      };

export const createRoutes = (app: Hono<HttpEnvironment>, passage: Passage): Routes => {
  const { authenticate, requestLimit, bucketSize, tenantInput, idempotently, maxBodyBytes, addressOf, clock } = passage;
  const openLimit = createTokenBuckets(openSize, 10_000, clock);
  const takeStreamSlot = createStreamSlots(streamSlots);
  const methodsByPath = new Map<string, string[]>();
  // Tables have a limit of their own: they are larger than what else is sent.
  const bodyLimit = ({ media, maxBytes }: Pick<BodyReader<unknown>, 'media' | 'maxBytes'>): number =>
    media === 'csv' && maxBytes !== null ? maxBytes : Math.min(maxBodyBytes, maxBytes ?? maxBodyBytes);
  const policy = `"requests";q=${bucketSize.burst};w=${Math.ceil(bucketSize.burst / bucketSize.perSecond)}`;
  const window = Math.ceil(bucketSize.burst / bucketSize.perSecond);

  /** Who asks, whether they may, and with what parameters. */
  const admit = async <Params, Query>(
    context: HttpContext,
    definition: Pick<RouteDefinition<Params, Query, unknown, z.ZodType>, 'scope' | 'params' | 'query'>,
  ): Promise<Result<{ readonly principal: Principal; readonly params: Params; readonly query: Query }, Failure>> => {
    const language = context.get('language');
    const authenticated = await authenticate(context, definition.scope);
    if (authenticated.isErr()) return err(authenticated.error);
    const principal = authenticated.value;
    context.set('principal', principal);

    const bucket = await requestLimit.take(principal.keyId);
    context.header('RateLimit-Policy', policy);
    context.header('RateLimit', `"requests";r=${bucket.remaining};t=${bucket.waitSeconds}`);
    if (!bucket.allowed) {
      const headers = { 'Retry-After': String(Math.max(1, bucket.waitSeconds)) };
      return err({ problem: 'RATE_LIMITED', parameters: { limit: bucketSize.burst, window }, headers });
    }

    const params = parseFields(
      definition.params ?? (nothing as unknown as z.ZodType<Params>),
      context.req.param(),
      '/path',
      language,
    );
    if (params.isErr()) return err(params.error);
    const query = readQuery(context).andThen((given) =>
      parseFields(definition.query ?? (nothing as unknown as z.ZodType<Query>), given, '/query', language),
    );
    if (query.isErr()) return err(query.error);
    return ok({ principal, params: params.value, query: query.value });
  };

  const serve = async <Params, Query, Body, Data extends z.ZodType>(
    context: HttpContext,
    definition: RouteDefinition<Params, Query, Body, Data>,
    path: string,
  ): Promise<Response> => {
    context.set('route', path);
    const fail = (failure: Failure): Response => answerFailure(context, failure, clock.now());
    const language = context.get('language');
    const admitted = await admit(context, definition);
    if (admitted.isErr()) return fail(admitted.error);
    const { principal, params, query } = admitted.value;
    const input = await tenantInput(principal.tenant);
    if (input.isErr()) return fail(toFailure(input.error));

    const reader = definition.body;
    const text = reader === undefined ? ok(null) : await readText(context, reader, bodyLimit(reader));
    if (text.isErr()) return fail(text.error);

    const readParsed = (): Result<Body, Failure> => {
      // Without a reader the handler's `Body` is undefined.
      if (reader === undefined) return ok(undefined as Body);
      if (reader.media === 'csv') return reader.read(text.value, language, input.value);
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
        params,
        query,
        body: body.value,
        language,
        input: input.value,
        header: (name) => context.req.header(name),
        setHeader: (name, value) => {
          headers[name] = value;
        },
      });
      if (handled.isErr()) return fail(inQuery(definition.method, toFailure(handled.error)));
      const tag = headers['ETag'];
      if (definition.conditional === true && tag !== undefined && context.req.header('if-none-match') === tag)
        return context.body(null, 304, { ETag: tag });
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

  const receiveOpenly = async <Params>(
    context: HttpContext,
    definition: ReceiptDefinition<Params>,
  ): Promise<Result<RawAnswer, Failure>> => {
    const bucket = openLimit.take(addressOf(context));
    if (!bucket.allowed) {
      const headers = { 'Retry-After': String(Math.max(1, bucket.waitSeconds)) };
      const seconds = Math.ceil(openSize.burst / openSize.perSecond);
      return err({ problem: 'RATE_LIMITED', parameters: { limit: openSize.burst, window: seconds }, headers });
    }
    const params = parseFields(definition.params, context.req.param(), '/path', context.get('language'));
    if (params.isErr()) return err(params.error);
    const query = readQuery(context);
    if (query.isErr()) return err(query.error);
    const bytes = await readBytes(context.req.raw, definition.maxBytes, incomingOf(context) !== undefined);
    if (bytes.isErr()) return err(bytes.error);
    const handled = await definition.handle({
      params: params.value,
      query: query.value,
      headers: context.req.header(),
      bytes: bytes.value,
      address: addressOf(context),
    });
    return handled.mapErr(toFailure);
  };

  const remember = (path: string, method: RouteDefinition<unknown, unknown, unknown, z.ZodType>['method']): void => {
    const methods = methodsByPath.get(path) ?? [];
    methodsByPath.set(path, [...methods, method.toUpperCase(), ...(method === 'get' ? ['HEAD'] : [])]);
  };

  return {
    route(definition) {
      const path = `${apiPrefix}${definition.path}`;
      remember(path, definition.method);
      app.on(definition.method.toUpperCase(), path, describeRoute(describeOperation(definition)), (context) =>
        serve(context, definition, path),
      );
    },
    download(definition) {
      const path = `${apiPrefix}${definition.path}`;
      remember(path, 'get');
      app.get(path, describeRoute(describeDownload(definition)), async (context) => {
        context.set('route', path);
        const admitted = await admit(context, definition);
        if (admitted.isErr()) return answerFailure(context, admitted.error, clock.now());
        const opened = await definition.open(admitted.value);
        if (opened.isErr()) return answerFailure(context, inQuery('get', toFailure(opened.error)), clock.now());
        return context.body(streamOf(opened.value.text), 200, {
          'Content-Type': `${definition.contentType}; charset=utf-8`,
          'Content-Disposition': `attachment; filename="${opened.value.fileName}"`,
        });
      });
    },
    watch(definition) {
      const path = `${apiPrefix}${definition.path}`;
      remember(path, 'get');
      app.get(path, describeRoute(describeWatch(definition)), async (context) => {
        context.set('route', path);
        const fail = (failure: Failure): Response => answerFailure(context, failure, clock.now());
        const admitted = await admit(context, definition);
        if (admitted.isErr()) return fail(admitted.error);
        const asked = { lastEventId: context.req.header('last-event-id'), language: context.get('language') };
        const opened = await definition.open({ ...admitted.value, ...asked });
        if (opened.isErr()) return fail(inQuery('get', toFailure(opened.error)));
        if (opened.value === null) return context.body(null, 204);
        const headers = { 'Content-Type': 'text/event-stream; charset=utf-8', 'X-Accel-Buffering': 'no' };
        if (context.req.method === 'HEAD') return context.body(null, 200, headers);
        const release = takeStreamSlot(admitted.value.principal.keyId);
        if (release === null) return fail({ problem: 'TOO_MANY_STREAMS', headers: { 'Retry-After': '10' } });
        return context.body(eventStream(opened.value, clock, streamBoundMs, release), 200, headers);
      });
    },
    receive(definition) {
      const path = `${apiPrefix}${definition.path}`;
      remember(path, 'post');
      app.post(path, describeRoute(describeReceipt(definition)), async (context) => {
        context.set('route', path);
        const received = await receiveOpenly(context, definition);
        return received.match(
          ({ status, headers, body }) => context.newResponse(body, status, headers),
          (failure) => answerFailure(context, failure, clock.now()),
        );
      });
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
