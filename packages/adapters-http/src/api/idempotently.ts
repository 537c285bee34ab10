import { createHash } from 'node:crypto';
import type { Clock } from '@portico/core';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { IdempotencyRef, IdempotencyStore } from '../idempotency/idempotency-store.ts';
import { toFailure, type Failure } from '../problems/failure.ts';
import { fieldText } from '../problems/language.ts';
import { answerFailure } from './answer.ts';
import type { HttpContext } from './route.ts';

const validKey = /^[\x21-\x7e]{1,255}$/;
const keptHeaders = ['content-type', 'location', 'etag'];

/** Does what creates at most once per `Idempotency-Key`; without the header it is just done. */
export const createIdempotently =
  (store: IdempotencyStore, clock: Clock) =>
  async (
    context: HttpContext,
    request: { readonly tenant: string; readonly route: string; readonly body: string | null },
    serve: () => Promise<Response>,
  ): Promise<Response> => {
    const key = context.req.header('idempotency-key');
    if (key === undefined) return serve();
    const fail = (failure: Failure): Response => answerFailure(context, failure, clock.now());
    if (!validKey.test(key)) {
      const message = fieldText('header', context.get('language'));
      return fail({ problem: 'INVALID', details: [{ pointer: '/header/Idempotency-Key', message }] });
    }
    const ref: IdempotencyRef = { tenant: request.tenant, route: request.route, key };
    const hash = createHash('sha256')
      .update(context.req.path)
      .update('\0')
      .update(request.body ?? '')
      .digest('base64');
    const started = await store.start(ref, hash, clock.now());
    if (started.isErr()) return fail(toFailure(started.error));
    switch (started.value.kind) {
      case 'mismatch':
        return fail({ problem: 'IDEMPOTENCY_KEY_REUSED' });
      case 'under-way':
        return fail({ problem: 'IDEMPOTENCY_IN_PROGRESS', headers: { 'Retry-After': '1' } });
      case 'answered': {
        const { answer } = started.value;
        return context.body(answer.body, answer.status as ContentfulStatusCode, {
          ...answer.headers,
          'Idempotency-Replayed': 'true',
        });
      }
      case 'new':
        break;
    }
    let created = false;
    try {
      const response = await serve();
      created = response.ok;
      if (!created) return response;
      const headers = Object.fromEntries([...response.headers].filter(([name]) => keptHeaders.includes(name)));
      const kept = await store.finish(ref, { status: response.status, headers, body: await response.clone().text() });
      return kept.isErr() ? fail(toFailure(kept.error)) : response;
    } finally {
      // What created nothing may be tried again under the same key.
      if (!created) await store.abandon(ref);
    }
  };
