import fc from 'fast-check';
import { AsyncLocalStorage } from 'node:async_hooks';
import { createRecordingTracer } from '@portico/core/testing';
import { errAsync } from 'neverthrow';
import { describe, expect, test } from 'vitest';
import { createApiUnderTest } from '../testing/api-under-test.ts';
import { sampleEventBody } from '../testing/sample-bodies.ts';

const path = '/api/v1/task-center/events';
const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

const traced = async (given: Parameters<typeof createApiUnderTest>[0] = {}) => {
  const tracer = createRecordingTracer(new AsyncLocalStorage<object>());
  return { tracer, ...(await createApiUnderTest({ ...given, tracer })) };
};

describe('A request to an API with a tracer', () => {
  test('MUST be a span below its caller, named by its route', async () => {
    const { tracer, call } = await traced();
    await call('POST', path, { body: sampleEventBody(), headers: { traceparent, 'X-Request-Id': 'r-1' } });
    await call('GET', '/api/v1/task-center/tasks/T-1?token=secret');
    // The bench asks for the document once, too.
    const [post, get] = tracer.ended().filter(({ name }) => !name.endsWith('/openapi.json'));
    expect(post).toMatchObject({
      name: `POST ${path}`,
      kind: 'server',
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      parentId: '00f067aa0ba902b7',
      failure: null,
      attributes: { 'http.response.status_code': 202, 'portico.request_id': 'r-1' },
    });
    expect(get).toMatchObject({ parentId: null, attributes: { 'url.path': '/api/v1/task-center/tasks/T-1' } });
    expect(JSON.stringify(tracer.ended())).not.toContain('secret');
  });

  test('MUST be answered as ever whatever its traceparent is', async () => {
    const { tracer, call } = await traced();
    // What HTTP lets through in a header.
    const value = fc.stringMatching(/^[\x20-\x7e\x80-\xff]*$/u).filter((text) => text === text.trim());
    await fc.assert(
      fc.asyncProperty(value, async (odd) => {
        const { status } = await call('GET', '/api/v1/access/me', { headers: { traceparent: odd } });
        expect(status).toBe(200);
      }),
      { numRuns: 50 },
    );
    expect(tracer.ended().filter(({ parentId }) => parentId !== null)).toEqual([]);
  });

  test('MUST be marked as failed when it is our fault, and only then', async () => {
    const failure = { code: 'STORE_UNAVAILABLE', message: 'away' } as const;
    const { tracer, call } = await traced({ workflow: { recordEngineEvents: () => errAsync(failure) } });
    const { status } = await call('POST', path, { body: sampleEventBody() });
    await call('GET', '/nowhere');
    expect(status).toBeGreaterThanOrEqual(500);
    expect(tracer.ended().map(({ failure: words }) => words)).toEqual([`answered with ${status}`, null]);
  });

  test('MUST leave out what machines ask all the time', async () => {
    const { tracer, app } = await traced();
    for (const asked of ['/healthz', '/readyz', '/metrics']) await app.request(asked);
    expect(tracer.begun()).toEqual([]);
  });
});
