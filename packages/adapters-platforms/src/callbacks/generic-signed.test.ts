import type { CallbackRequest, PlatformConnection } from '@portico/core/task-center';
import fc from 'fast-check';
import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { genericSignedReader } from './generic-signed.ts';

const now = Date.UTC(2026, 10, 21, 1, 0, 0);
const secret = `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`;
const other = `whsec_${Buffer.from('fedcba9876543210fedcba9876543210').toString('base64')}`;

const connection = (secrets: Record<string, string>): PlatformConnection =>
  ({ tenant: 'default', code: 'portal', settings: {}, secrets }) as unknown as PlatformConnection;

const decision = (data: object = {}): unknown => ({
  type: 'todo.decided',
  data: {
    taskId: 'T-1',
    assigneeId: 'T001',
    action: 'approve',
    comment: '同意',
    at: '2026-11-21T08:59:59+08:00',
    ...data,
  },
});

/** Signed by the reference library. */
const request = (said: unknown, by = secret, at = now, id = 'msg_1'): CallbackRequest => {
  const body = typeof said === 'string' ? said : JSON.stringify(said);
  return {
    headers: {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at / 1000)),
      'webhook-signature': new Webhook(by).sign(id, new Date(at), body),
    },
    query: {},
    body: new TextEncoder().encode(body),
  };
};

const read = (given: CallbackRequest, secrets: Record<string, string> = { callbackSecret: secret }) =>
  genericSignedReader.read(connection(secrets), given, now);

describe('A generic signed callback', () => {
  test('MUST be understood when the reference library signed it', () => {
    const reading = read(request(decision({ remoteTaskId: 'r-7' })))._unsafeUnwrap();
    expect(reading).toMatchObject({
      answer: { ok: true },
      keys: ['id:msg_1'],
      decision: {
        taskId: 'T-1',
        assigneeId: 'T001',
        action: 'approve',
        comment: '同意',
        at: now - 1_000,
        remote: { userId: null, taskId: 'r-7', instanceId: null },
      },
    });
  });

  test('MUST be taken under the previous secret, too, and under texts as secrets', () => {
    const rotated = { callbackSecret: other, previousCallbackSecret: secret };
    expect(read(request(decision()), rotated).isOk()).toBe(true);
    const plain = 'a text that is no base64';
    const by = `whsec_${Buffer.from(plain).toString('base64')}`;
    expect(read(request(decision(), by), { callbackSecret: plain }).isOk()).toBe(true);
  });

  test('MUST name people by either id, and decide nothing when it only tries the address', () => {
    expect(read(request(decision({ assigneeId: null, userId: 'ou-1' })))._unsafeUnwrap().decision).toMatchObject({
      assigneeId: null,
      remote: { userId: 'ou-1' },
    });
    expect(read(request({ type: 'ping' }))._unsafeUnwrap().decision).toBeNull();
  });

  test.each<[string, CallbackRequest, Record<string, string>?]>([
    ['signed by somebody else', request(decision(), other)],
    ['not signed', { ...request(decision()), headers: {} }],
    ['changed on the way', { ...request(decision()), body: new TextEncoder().encode('{"type":"ping"}') }],
    [
      'under another id',
      { ...request(decision()), headers: { ...request(decision()).headers, 'webhook-id': 'msg_2' } },
    ],
    [
      'dated anew',
      { ...request(decision()), headers: { ...request(decision()).headers, 'webhook-timestamp': `${now / 1000 + 1}` } },
    ],
    ['for a platform without a secret', request(decision()), {}],
    ['for a platform with an empty secret', request(decision()), { callbackSecret: '' }],
  ])('MUST be taken for forged when it is %s', (_, given, secrets) => {
    expect(read(given, secrets)._unsafeUnwrapErr().code).toBe('CALLBACK_FORGED');
  });

  test.each([
    ['whsec_!!!!', ''],
    ['whsec_', ''],
    [`whsec_${'*'.repeat(40)}`, ''],
    [`whsec_${Buffer.from('fifteen bytes..').toString('base64')}`, 'fifteen bytes..'],
    ['a short text', 'a short text'],
  ])('MUST be taken for forged under %s, which is too short a key', (weak, key) => {
    const given = request(decision());
    const text = new TextDecoder().decode(given.body);
    const signature = createHmac('sha256', key)
      .update(`msg_1.${now / 1000}.${text}`)
      .digest('base64');
    const signed = { ...given, headers: { ...given.headers, 'webhook-signature': `v1,${signature}` } };
    expect(read(signed, { callbackSecret: weak })._unsafeUnwrapErr().code).toBe('CALLBACK_FORGED');
    expect(read(signed, { callbackSecret: secret, previousCallbackSecret: weak }).isErr()).toBe(true);
    // A weak secret beside a good one spoils nothing.
    expect(read(given, { callbackSecret: secret, previousCallbackSecret: weak }).isOk()).toBe(true);
  });

  test.each([
    [-301_000, false],
    [-299_000, true],
    [299_000, true],
    [301_000, false],
  ])('MUST be taken or refused by its time: %i ms from now', (offset, taken) => {
    const result = read(request(decision(), secret, now + offset));
    expect(result.isOk() ? 'taken' : result.error.code).toBe(taken ? 'taken' : 'CALLBACK_STALE');
  });

  test.each([
    ['something else', { type: 'todo.created', data: {} }, '/type'],
    ['no task', decision({ taskId: undefined }), '/data/taskId'],
    ['a long task', decision({ taskId: 'x'.repeat(256) }), '/data/taskId'],
    ['nobody', decision({ assigneeId: null }), '/data/assigneeId'],
    ['an action of many words', decision({ action: 'approve it' }), '/data/action'],
    ['a long comment', decision({ comment: 'x'.repeat(10_001) }), '/data/comment'],
    ['a time without offset', decision({ at: '2026-11-21T09:00:00' }), '/data/at'],
    ['a list', '[]', ''],
    ['no JSON', '{', ''],
    ['deep JSON', `{"type":${'['.repeat(40)}${']'.repeat(40)}}`, ''],
  ])('MUST be refused, naming the place, when it says %s', (_, said, pointer) => {
    expect(read(request(said))._unsafeUnwrapErr()).toMatchObject({ code: 'CALLBACK_MALFORMED', pointer });
  });

  test('MUST never throw, and never be taken, whatever strangers send', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.dictionary(
          fc.constantFrom('webhook-id', 'webhook-timestamp', 'webhook-signature'),
          fc.string({ unit: 'binary', maxLength: 60 }),
        ),
        (body, headers) => {
          expect(read({ headers, query: {}, body }).isErr()).toBe(true);
        },
      ),
    );
  });
});
