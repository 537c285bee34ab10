import { resolver, type DescribeRouteOptions } from 'hono-openapi';
import { z } from 'zod';
import { problems, type ProblemCode } from '../problems/problems.ts';
import { problemDocument } from '../schemas/problem-document.ts';
import type { RouteDefinition } from './route.ts';

type AnyRoute = Pick<
  RouteDefinition<unknown, unknown, unknown, z.ZodType>,
  'id' | 'tag' | 'summary' | 'description' | 'scope' | 'status' | 'data' | 'creates' | 'problems'
> & {
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: { readonly schema: z.ZodType; readonly required: boolean };
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
    ],
    ...(route.body === undefined
      ? {}
      : {
          requestBody: {
            required: route.body.required,
            content: { 'application/json': { schema: resolver(route.body.schema) } },
          },
        }),
    responses: {
      [route.status]: { description: route.summary, content: { 'application/json': { schema: resolver(data) } } },
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
