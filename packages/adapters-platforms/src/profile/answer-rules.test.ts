import { describe, expect, test } from 'vitest';
import type { NoAnswer, VendorAnswer } from '../http/vendor-client.ts';
import { compileRules, judge } from './answer-rules.ts';
import type { Verdict } from './answer-rules.ts';
import { globalFunctions } from './functions.ts';
import { localTimeIn } from './local-time.ts';
import { createCompiler } from './template.ts';

const compiler = createCompiler({
  functions: globalFunctions(localTimeIn('UTC')),
  roots: { status: null, headers: null, body: null, text: null, call: null },
});

const rules = compileRules(
  [
    { when: 'body.code == 0', outcome: 'done', remoteId: 'body.data.id' },
    { when: 'body.code == 1', outcome: 'existed', remoteId: 'body.data.id' },
    { when: 'body.code == 2', outcome: 'missing' },
    { when: 'body.code == 3', outcome: 'expired', reason: '${body.msg}' },
    { when: 'body.code == 4', outcome: 'throttled', reason: 'slow', retryAfterSeconds: 'body.after' },
    { when: 'body.code == 5', outcome: 'refused', reason: 'no: ${body.msg}' },
    { when: 'body.code == 6', outcome: 'failed', reason: '${body.data.deep.missing}' },
    { when: 'body.code == 7', outcome: 'credentials' },
    { when: 'body.code == 8', outcome: 'prepare', prepare: 'parent', reason: 'first' },
    { when: 'body.text.startsWith("x")', outcome: 'unknown', reason: 'x' },
  ],
  '/answers',
  compiler,
);

const now = Date.parse('2026-11-21T00:00:00Z');
const answer = (status: number, body: unknown, headers: Record<string, string> = {}): VendorAnswer => ({
  kind: 'answer',
  status,
  headers,
  text: typeof body === 'string' ? body : JSON.stringify(body),
});
const judged = (reply: VendorAnswer | NoAnswer): Verdict => judge(reply, rules, {}, now).verdict;
const outcomeOf = (reply: VendorAnswer | NoAnswer): unknown => {
  const verdict = judged(reply);
  return verdict.kind === 'outcome' ? verdict.outcome : verdict;
};
const failed = (reason: string) => ({ kind: 'failed', reason: expect.stringContaining(reason) });

describe('answers by the profile', () => {
  test.each<[unknown, unknown]>([
    [
      { code: 0, data: { id: 12 } },
      { kind: 'done', found: 'as-sent', remoteId: '12' },
    ],
    [
      { code: 0, data: null },
      { kind: 'done', found: 'as-sent', remoteId: null },
    ],
    [
      { code: 1, data: { id: 'r' } },
      { kind: 'done', found: 'existed', remoteId: 'r' },
    ],
    [{ code: 2 }, { kind: 'done', found: 'missing', remoteId: null }],
    [
      { code: 3, msg: 'dead' },
      { kind: 'expired', reason: 'dead' },
    ],
    [
      { code: 4, after: 2 },
      { kind: 'deferred', scope: 'lane', forMs: 2_000, reason: 'slow' },
    ],
    [{ code: 4 }, { kind: 'deferred', scope: 'lane', forMs: 5_000, reason: 'slow' }],
    [
      { code: 4, after: 1e9 },
      { kind: 'deferred', scope: 'lane', forMs: 3_600_000, reason: 'slow' },
    ],
    [
      { code: 5, msg: 'field' },
      { kind: 'refused', reason: 'no: field' },
    ],
    [{ code: 6 }, failed('HTTP 200')],
    [{ code: 7 }, { kind: 'credentials', reason: expect.stringContaining('HTTP 200') }],
    [{ code: 8 }, { kind: 'prepare', name: 'parent', reason: 'first' }],
    [{ text: 'xy' }, { kind: 'unknown', reason: 'x' }],
    [{ text: 5 }, failed('not recognised')],
    [
      { code: 0, data: { id: 'x'.repeat(600) } },
      { kind: 'unknown', reason: expect.stringContaining('longer') },
    ],
  ])('%j', (body, expected) => expect(outcomeOf(answer(200, body))).toMatchObject(expected as object));
});

describe('answers by HTTP', () => {
  test.each<[string, VendorAnswer | NoAnswer, unknown]>([
    ['401', answer(401, 'x'), { kind: 'expired' }],
    ['401 that claims success', answer(401, { code: 0 }), { kind: 'expired' }],
    ['429', answer(429, 'x', { 'retry-after': '3' }), { kind: 'deferred', forMs: 3_000 }],
    ['429 without a time', answer(429, 'x'), { kind: 'deferred', forMs: 5_000 }],
    [
      'Retry-After as a date',
      answer(503, 'x', { 'retry-after': 'Sat, 21 Nov 2026 00:00:10 GMT' }),
      { kind: 'deferred', forMs: 10_000 },
    ],
    ['500', answer(500, 'x'), { kind: 'failed' }],
    ['500 that claims success', answer(500, { code: 0 }), { kind: 'failed' }],
    ['408, the request was not read to its end', answer(408, 'x'), { kind: 'failed' }],
    ['425', answer(425, 'x'), { kind: 'failed' }],
    ['502', answer(502, 'x'), { kind: 'unknown' }],
    ['504 with Retry-After', answer(504, 'x', { 'retry-after': '1' }), { kind: 'unknown' }],
    ['404', answer(404, 'x'), { kind: 'refused' }],
    ['404 that a rule knows', answer(404, { code: 2 }), { kind: 'done', found: 'missing' }],
    ['302', answer(302, '', { location: 'https://cas.example.edu/login' }), { kind: 'expired' }],
    ['a login page', answer(200, '<!DOCTYPE html><p>登录'), { kind: 'expired' }],
    ['HTML by its type', answer(200, '…', { 'content-type': 'text/html' }), { kind: 'expired' }],
    ['no JSON', answer(200, 'OK?'), { kind: 'unknown' }],
    ['nothing', answer(204, ''), { kind: 'unknown' }],
    ['JSON that nobody knows', answer(200, []), { kind: 'failed' }],
    ['refused connection', { kind: 'no-answer', sent: false, cause: 'connection', message: 'm' }, { kind: 'failed' }],
    [
      'time-out before it was sent',
      { kind: 'no-answer', sent: false, cause: 'timeout', message: 'm' },
      { kind: 'failed' },
    ],
    ['time-out', { kind: 'no-answer', sent: true, cause: 'timeout', message: 'm' }, { kind: 'unknown' }],
    ['reset', { kind: 'no-answer', sent: true, cause: 'connection', message: 'm' }, { kind: 'unknown' }],
    ['an endless answer', { kind: 'no-answer', sent: true, cause: 'oversize', message: 'm' }, { kind: 'unknown' }],
  ])('%s', (_what, reply, expected) => expect(outcomeOf(reply)).toMatchObject(expected as object));
});
