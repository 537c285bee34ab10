import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Call } from '../engine/sandbox-kind.ts';

const toleranceSeconds = 300;

const header = (call: Call, name: string): string => {
  const value = call.headers[name];
  return typeof value === 'string' ? value : '';
};

/** Why a message is not believed; null when it is. As Standard Webhooks has it: the newest secret of several signatures may be any of them. */
export function signatureProblem(call: Call): string | null {
  const id = header(call, 'webhook-id');
  const timestamp = header(call, 'webhook-timestamp');
  if (id === '' || id.includes('.')) return 'webhook-id：格式错误';
  if (!/^\d{1,12}$/.test(timestamp)) return 'webhook-timestamp：格式错误';
  if (Math.abs(call.now / 1_000 - Number(timestamp)) > toleranceSeconds) return 'webhook-timestamp：超出允许的时间差';
  const key = Buffer.from((call.credentials['signingSecret'] ?? '').replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${call.body}`).digest();
  const given = header(call, 'webhook-signature')
    .split(' ')
    .filter((one) => one.startsWith('v1,'))
    .map((one) => Buffer.from(one.slice(3), 'base64'));
  return given.some((one) => one.length === expected.length && timingSafeEqual(one, expected)) ? null : '签名错误';
}
