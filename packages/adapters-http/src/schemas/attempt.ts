import { z } from 'zod';
import type { Attempt, Exchange, Outcome } from '@portico/core/work';
import { attemptOutcome, instant } from './fields.ts';
import { iso } from './show.ts';

const message = { headers: z.record(z.string(), z.string()), body: z.string() };

/** A request and its answer, secrets redacted. */
export const shownExchange = z
  .object({
    purpose: z.enum(['push', 'token', 'read-back', 'test']),
    atMs: z.number(),
    durationMs: z.number(),
    request: z.object({ method: z.string(), url: z.string(), ...message }),
    response: z.object({ status: z.int(), ...message }).nullable(),
    error: z.string().nullable(),
  })
  .meta({ ref: 'Exchange' });

export const shownAttempt = z
  .object({
    claim: z.int(),
    key: z.string(),
    at: instant,
    outcome: attemptOutcome,
    reason: z.string().nullable(),
    operation: z.string().nullable(),
    version: z.int().nullable(),
    durationMs: z.number(),
    exchanges: z.array(shownExchange),
  })
  .meta({ ref: 'Attempt' });

export const shownOutcome = z
  .object({
    kind: z.enum(['done', 'deferred', 'failed', 'refused', 'unknown', 'undecidable', 'credentials']),
    reason: z.string().nullable(),
  })
  .meta({ ref: 'Outcome' });

export const showExchange = ({
  purpose,
  atMs,
  durationMs,
  request,
  response,
  error,
}: Exchange): z.input<typeof shownExchange> => ({
  purpose,
  atMs,
  durationMs,
  request: { method: request.method, url: request.url, headers: request.headers, body: request.body },
  response: response === null ? null : { status: response.status, headers: response.headers, body: response.body },
  error,
});

export const showAttempt = (attempt: Attempt): z.input<typeof shownAttempt> => ({
  claim: attempt.claim,
  key: attempt.key,
  at: iso(attempt.claimedAt),
  outcome: attempt.outcome,
  reason: attempt.reason,
  operation: attempt.operation,
  version: attempt.version,
  durationMs: attempt.durationMs,
  exchanges: attempt.exchanges.map(showExchange),
});

export const showOutcome = (outcome: Outcome): z.input<typeof shownOutcome> => ({
  kind: outcome.kind,
  reason: 'reason' in outcome ? outcome.reason : null,
});
