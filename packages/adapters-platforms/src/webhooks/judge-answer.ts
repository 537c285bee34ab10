import type { Outcome } from '@portico/core/work';
import type { NoAnswer, VendorAnswer } from '../http/vendor-client.ts';
import { retryAfterMs } from './retry-after.ts';

const second = 1_000;
const usualThrottleMs = 30 * second;
const longestThrottleMs = 3_600 * second;

const judgeNoAnswer = ({ sent, cause, message }: NoAnswer): Outcome => {
  if (cause === 'forbidden') return { kind: 'refused', reason: message };
  if (sent) return { kind: 'unknown', reason: message };
  return cause === 'aborted'
    ? { kind: 'deferred', scope: 'key', forMs: 0, reason: 'stopped before it was sent' }
    : { kind: 'failed', reason: message, retryAfterMs: null };
};

/** What an answer means (Standard Webhooks, section "Delivery"): whatever is not 2xx is a failure that is tried again, but for 410. */
export const judgeAnswer = (reply: VendorAnswer | NoAnswer, now: number): Outcome => {
  if (reply.kind === 'no-answer') return judgeNoAnswer(reply);
  const { status, headers } = reply;
  if (status >= 200 && status < 300) return { kind: 'done', more: false };
  const asked = retryAfterMs(headers['retry-after'], now);
  const reason = `answered with ${status}`;
  if (status === 410) return { kind: 'refused', reason: `${reason} Gone: it wants no more messages` };
  if (status === 429) {
    const forMs = Math.min(Math.max(asked ?? usualThrottleMs, second), longestThrottleMs);
    return { kind: 'deferred', scope: 'lane', forMs, reason };
  }
  if (status >= 300 && status < 400)
    return { kind: 'failed', reason: `${reason}; redirects are not followed`, retryAfterMs: asked };
  return { kind: 'failed', reason, retryAfterMs: asked };
};
