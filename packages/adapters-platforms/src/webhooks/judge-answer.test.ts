import { describe, expect, test } from 'vitest';
import type { VendorAnswer } from '../http/vendor-client.ts';
import { judgeAnswer } from './judge-answer.ts';

const now = Date.UTC(2026, 10, 21, 0, 0, 0);
const answer = (status: number, headers: Record<string, string> = {}): VendorAnswer => ({
  kind: 'answer',
  status,
  headers,
  text: '',
});

describe('what an endpoint says', () => {
  test.each([200, 201, 202, 204, 299])('MUST be done at %d', (status) => {
    expect(judgeAnswer(answer(status), now)).toEqual({ kind: 'done', more: false });
  });

  test.each([301, 302, 307, 400, 401, 403, 404, 422, 500, 502, 503, 504])('MUST be tried again at %d', (status) => {
    expect(judgeAnswer(answer(status), now)).toMatchObject({ kind: 'failed', retryAfterMs: null });
  });

  test('MUST be refused at 410', () => {
    expect(judgeAnswer(answer(410), now)).toMatchObject({ kind: 'refused' });
  });

  test.each([
    ['120', 120_000],
    ['0', 0],
    [' 5 ', 5_000],
    ['Sat, 21 Nov 2026 00:01:00 GMT', 60_000],
    ['Sat, 21 Nov 2020 00:01:00 GMT', 0],
    ['9999999999', 86_400_000],
    ['soon', null],
    ['-1', null],
    ['2026', 2_026_000],
  ])('MUST wait as Retry-After: %s asks', (header, retryAfterMs) => {
    expect(judgeAnswer(answer(503, { 'retry-after': header }), now)).toMatchObject({ kind: 'failed', retryAfterMs });
  });

  test.each([
    [{ 'retry-after': '7' }, 7_000],
    [{}, 30_000],
    [{ 'retry-after': '0' }, 1_000],
    [{ 'retry-after': '86400' }, 3_600_000],
  ])('MUST hold the endpoint back at 429 with %j', (headers, forMs) => {
    expect(judgeAnswer(answer(429, headers as Record<string, string>), now)).toMatchObject({
      kind: 'deferred',
      scope: 'lane',
      forMs,
    });
  });

  test('MUST know what may have been sent', () => {
    const none = { kind: 'no-answer', message: 'm' } as const;
    expect(judgeAnswer({ ...none, sent: true, cause: 'timeout' }, now).kind).toBe('unknown');
    expect(judgeAnswer({ ...none, sent: true, cause: 'oversize' }, now).kind).toBe('unknown');
    expect(judgeAnswer({ ...none, sent: false, cause: 'connection' }, now).kind).toBe('failed');
    expect(judgeAnswer({ ...none, sent: false, cause: 'forbidden' }, now).kind).toBe('refused');
    expect(judgeAnswer({ ...none, sent: false, cause: 'aborted' }, now).kind).toBe('deferred');
  });
});
