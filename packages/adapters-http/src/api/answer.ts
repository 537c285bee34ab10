import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Failure } from '../problems/failure.ts';
import { problems } from '../problems/problems.ts';
import type { HttpEnvironment } from './environment.ts';

const fill = (text: string, parameters: Readonly<Record<string, string | number>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (place, name: string) => String(parameters[name] ?? place));

/** The body of a success: `{success, data, timestamp, requestId}`. */
export const envelope = (data: unknown, timestamp: string, requestId: string): string =>
  JSON.stringify({ success: true, data, timestamp, requestId });

/** An RFC 9457 problem document with the seed's `{success: false, error}` as extension members. */
export const answerFailure = (context: Context<HttpEnvironment>, failure: Failure, now: number): Response => {
  const row = problems[failure.problem];
  const requestId = context.get('requestId');
  const text = fill(row[context.get('language')], failure.parameters ?? {});
  const [first] = failure.details ?? [];
  const detail = failure.message ?? (first === undefined ? text : `${text}: ${first.pointer} ${first.message}`);
  const document = {
    type: `urn:portico:problem:${failure.problem.toLowerCase().replaceAll('_', '-')}`,
    title: text,
    status: row.status,
    detail,
    instance: `urn:portico:request:${requestId}`,
    ...failure.members,
    success: false,
    error: { code: failure.problem, message: detail, details: failure.details ?? [] },
    timestamp: new Date(now).toISOString(),
    requestId,
  };
  const headers: Record<string, string> = {
    'Content-Type': 'application/problem+json; charset=utf-8',
    ...failure.headers,
  };
  if (row.status === 401) headers['WWW-Authenticate'] = 'Bearer realm="portico"';
  return context.body(JSON.stringify(document), row.status satisfies ContentfulStatusCode, headers);
};
