import { resolver, type DescribeRouteOptions } from 'hono-openapi';
import { z } from 'zod';
import { problems, type ProblemCode } from '../problems/problems.ts';
import { problemDocument } from '../schemas/problem-document.ts';
import type { DownloadDefinition, ReceiptDefinition, RouteDefinition, WatchDefinition } from './route.ts';

type AnyRoute = Pick<
  RouteDefinition<unknown, unknown, unknown, z.ZodType>,
  'id' | 'tag' | 'summary' | 'description' | 'scope' | 'status' | 'data' | 'creates' | 'problems' | 'conditional'
> & {
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: { readonly schema: z.ZodType; readonly required: boolean; readonly media?: 'csv' };
};

const everywhere: readonly ProblemCode[] = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'INVALID',
  'RATE_LIMITED',
  'INTERNAL',
  'STORE_UNAVAILABLE',
  'STORE_CONFLICT',
  'TOO_MANY_FAILED_SIGN_INS',
];
const withBody: readonly ProblemCode[] = [
  'BODY_TOO_LARGE',
  'MEDIA_TYPE_UNSUPPORTED',
  'JSON_INVALID',
  'JSON_TOO_DEEP',
  'TEXT_INVALID',
  'STORE_DATA',
];
const withIdempotency: readonly ProblemCode[] = ['IDEMPOTENCY_KEY_REUSED', 'IDEMPOTENCY_IN_PROGRESS'];

type Parameters = NonNullable<DescribeRouteOptions['parameters']>;

/** The members of an object schema as OpenAPI parameters. */
const parametersOf = (schema: z.ZodType | undefined, where: 'path' | 'query'): Parameters => {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return Object.entries(properties).map(([name, property]) => ({
    in: where,
    name,
    required: where === 'path' || required.includes(name),
    schema: property,
  })) as Parameters;
};

const idempotencyParameter: Parameters[number] = {
  in: 'header',
  name: 'Idempotency-Key',
  required: false,
  description: 'Makes sure that sending the request again creates nothing twice, for 24 hours.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};

const ifNoneMatchParameter: Parameters[number] = {
  in: 'header',
  name: 'If-None-Match',
  required: false,
  description: 'The `ETag` of the answer that is at hand.',
  schema: { type: 'string', maxLength: 255 },
};

const problemAnswers = (codes: readonly ProblemCode[]): NonNullable<DescribeRouteOptions['responses']> => {
  const byStatus = Map.groupBy(new Set(codes), (code) => problems[code].status);
  const answers: NonNullable<DescribeRouteOptions['responses']> = {};
  for (const [status, list] of [...byStatus].sort(([a], [b]) => a - b)) {
    answers[String(status)] = {
      description: list.map((code) => `\`${code}\`: ${problems[code].en}.`).join(' '),
      content: { 'application/problem+json': { schema: resolver(problemDocument) } },
    };
  }
  return answers;
};

/** A file as OpenAPI 3.1 describes it. */
export const describeDownload = <Params>(route: DownloadDefinition<Params>): DescribeRouteOptions => ({
  operationId: route.id,
  tags: [route.tag],
  summary: route.summary,
  description: [route.description, `Scope: \`${route.scope}\`.`].filter(Boolean).join('\n\n'),
  security: [{ apiKey: [] }, { bearer: [] }],
  parameters: parametersOf(route.params, 'path'),
  responses: {
    200: { description: route.summary, content: { [route.contentType]: { schema: { type: 'string' } } } },
    ...problemAnswers([...everywhere, ...(route.problems ?? [])]),
  },
});

const lastEventParameter: Parameters[number] = {
  in: 'header',
  name: 'Last-Event-ID',
  required: false,
  description: 'The id of the last event that was seen; browsers send it when they come back.',
  schema: { type: 'string', maxLength: 9 },
};

/** A stream of events as OpenAPI 3.1 describes it. */
export const describeWatch = <Params, Query>(route: WatchDefinition<Params, Query>): DescribeRouteOptions => ({
  operationId: route.id,
  tags: [route.tag],
  summary: route.summary,
  description: [route.description, `Scope: \`${route.scope}\`.`].filter(Boolean).join('\n\n'),
  security: [{ apiKey: [] }, { bearer: [] }],
  parameters: [...parametersOf(route.params, 'path'), ...parametersOf(route.query, 'query'), lastEventParameter],
  responses: {
    200: { description: route.summary, content: { 'text/event-stream': { schema: { type: 'string' } } } },
    204: { description: 'It is over, and everything was seen' },
    ...problemAnswers([...everywhere, 'TOO_MANY_STREAMS', ...(route.problems ?? [])]),
  },
});

/** What anybody may send, as OpenAPI 3.1 describes it. */
export const describeReceipt = <Params>(route: ReceiptDefinition<Params>): DescribeRouteOptions => ({
  operationId: route.id,
  tags: [route.tag],
  summary: route.summary,
  ...(route.description === undefined ? {} : { description: route.description }),
  security: [],
  parameters: parametersOf(route.params, 'path'),
  requestBody: { required: true, content: { 'application/json': { schema: {} } } },
  responses: {
    200: {
      description: 'Taken, answered in the form of the platform',
      content: { 'application/json': { schema: {} } },
    },
    ...problemAnswers([
      'INVALID',
      'RATE_LIMITED',
      'BODY_TOO_LARGE',
      'INTERNAL',
      'STORE_UNAVAILABLE',
      'STORE_CONFLICT',
      ...(route.problems ?? []),
    ]),
  },
});

/** A route as OpenAPI 3.1 describes it. */
export const describeOperation = (route: AnyRoute): DescribeRouteOptions => {
  const data = z.object({
    success: z.literal(true),
    data: route.data,
    timestamp: z.iso.datetime(),
    requestId: z.string(),
  });
  const scope = route.scope === 'any' ? null : route.scope === 'key' ? null : route.scope;
  return {
    operationId: route.id,
    tags: [route.tag],
    summary: route.summary,
    description: [route.description, scope === null ? null : `Scope: \`${scope}\`.`].filter(Boolean).join('\n\n'),
    security: route.scope === 'key' ? [{ apiKey: [] }] : [{ apiKey: [] }, { bearer: [] }],
    parameters: [
      ...parametersOf(route.params, 'path'),
      ...parametersOf(route.query, 'query'),
      ...(route.creates === true ? [idempotencyParameter] : []),
      ...(route.conditional === true ? [ifNoneMatchParameter] : []),
    ],
    ...(route.body === undefined
      ? {}
      : {
          requestBody: {
            required: route.body.required,
            content: {
              [route.body.media === 'csv' ? 'text/csv' : 'application/json']: { schema: resolver(route.body.schema) },
            },
          },
        }),
    responses: {
      [route.status]: { description: route.summary, content: { 'application/json': { schema: resolver(data) } } },
      ...(route.conditional === true ? { 304: { description: 'Nothing has changed since `If-None-Match`.' } } : {}),
      ...problemAnswers([
        ...everywhere,
        ...(route.body === undefined ? [] : withBody),
        ...(route.creates === true ? withIdempotency : []),
        ...(route.scope === 'key' ? (['CREDENTIALS_NOT_KEY'] as const) : []),
        ...(route.problems ?? []),
      ]),
    },
  };
};
