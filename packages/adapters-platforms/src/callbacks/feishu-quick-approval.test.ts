import type { CallbackRequest, PlatformConnection } from '@portico/core/task-center';
import fc from 'fast-check';
import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { feishuQuickApprovalReader } from './feishu-quick-approval.ts';

const now = Date.UTC(2026, 10, 21, 1, 0, 0);
const token = 'sdjkljkx9lsadf110';
const key = 'gfdqedvsadfgfsd';

const connection = (secrets: Record<string, string>, idType = 'open_id'): PlatformConnection =>
  ({
    tenant: 'default',
    code: 'feishu',
    settings: { approvalCode: 'A3895051', idType },
    secrets,
  }) as unknown as PlatformConnection;

const approval = (fields: object = {}): object => ({
  action_type: 'APPROVE',
  action_context: JSON.stringify({ taskId: 'T-1', assigneeId: 'T001' }),
  user_id: 'b85s39b',
  approval_code: 'A3895051',
  instance_id: 'S-1',
  task_id: 'task-T-1.T001',
  reason: '同意',
  attachments: [{ file_type: 'IMAGE', file_name: '1.png', file_size: 12_345, url: 'https://sf3-cn.feishucdn.com/1' }],
  token,
  ...fields,
});

const plain = (said: object | string): CallbackRequest => ({
  headers: { 'content-type': 'application/json' },
  query: {},
  body: new TextEncoder().encode(typeof said === 'string' ? said : JSON.stringify(said)),
});

/** As Feishu encrypts: a random first block, and AES-256-CBC under the digest of the key. */
const encrypted = (said: object | string, by = key): CallbackRequest => {
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-256-cbc', createHash('sha256').update(by).digest(), iv);
  const text = typeof said === 'string' ? said : JSON.stringify(said);
  return plain({ encrypt: Buffer.concat([iv, cipher.update(text), cipher.final()]).toString('base64') });
};

const signed = (request: CallbackRequest, at: number, by = key): CallbackRequest => {
  const seconds = String(Math.floor(at / 1000));
  const signature = createHash('sha256').update(`${seconds}nonce-1${by}`).update(request.body).digest('hex');
  return {
    ...request,
    headers: {
      'x-lark-request-timestamp': seconds,
      'x-lark-request-nonce': 'nonce-1',
      'x-lark-signature': signature,
    },
  };
};

const read = (request: CallbackRequest, secrets: Record<string, string> = { callbackToken: token }, at = now) =>
  feishuQuickApprovalReader.read(connection(secrets), request, at);

const both = { callbackToken: token, callbackKey: key };

describe('A quick approval of Feishu', () => {
  test.each([
    ['plain', plain(approval()), { callbackToken: token }],
    ['encrypted', encrypted(approval()), both],
    ['encrypted and signed', signed(encrypted(approval()), now), both],
  ])('MUST be understood: %s', (_, request, secrets) => {
    const reading = read(request, secrets)._unsafeUnwrap();
    expect(reading).toMatchObject({
      answer: {},
      decision: {
        taskId: 'T-1',
        assigneeId: 'T001',
        action: 'approve',
        comment: '同意',
        at: now,
        remote: { userId: 'b85s39b', taskId: 'task-T-1.T001', instanceId: 'S-1' },
      },
    });
    expect(JSON.stringify(reading.said)).not.toContain(token);
    expect(reading.said['attachments']).toHaveLength(1);
  });

  test('MUST keep numbers whole that are longer than a double holds', () => {
    const text = JSON.stringify(approval({ action_type: 'REJECT' })).replace(
      '"token"',
      '"message_id":7690275278685244603,"token"',
    );
    const reading = read(plain(text))._unsafeUnwrap();
    expect(reading.said['message_id']).toBe('7690275278685244603');
    expect(reading.decision?.action).toBe('reject');
  });

  test('MUST answer what only tries the address', () => {
    const reading = read(plain({ challenge: 'ajls384k', token, type: 'url_verification' }))._unsafeUnwrap();
    expect(reading).toMatchObject({ answer: { challenge: 'ajls384k' }, decision: null });
  });

  test.each<[string, CallbackRequest, Record<string, string>]>([
    ['another token', plain(approval({ token: 'guessed' })), { callbackToken: token }],
    ['no token', plain(approval({ token: undefined })), { callbackToken: token }],
    ['no token to compare with', plain(approval({ token: '' })), {}],
    ['plain text where a key is set', plain(approval()), both],
    ['another key', encrypted(approval(), 'another key'), both],
    ['an encrypted body where no key is set', encrypted(approval()), { callbackToken: token }],
    ['an encrypted text that is no JSON', encrypted('APPROVE'), both],
    ['a body that is not encrypted at all', plain({ encrypt: 'AAAA' }), both],
    ['bytes that no key made', plain({ encrypt: randomBytes(64).toString('base64') }), both],
    ['another signature', signed(encrypted(approval()), now, 'another key'), both],
    [
      'a signature without a key',
      { ...plain(approval()), headers: { 'x-lark-signature': '0' } },
      { callbackToken: token },
    ],
  ])('MUST be taken for forged with %s', (_, request, secrets) => {
    expect(read(request, secrets)._unsafeUnwrapErr().code).toBe('CALLBACK_FORGED');
  });

  test.each([-301_000, 301_000])('MUST be refused when it was signed %i ms from now', (offset) => {
    expect(read(signed(encrypted(approval()), now + offset), both)._unsafeUnwrapErr().code).toBe('CALLBACK_STALE');
  });

  test.each([
    ['another action', approval({ action_type: 'TRANSFER' }), '/action_type'],
    ['another definition', approval({ approval_code: 'B' }), '/approval_code'],
    ['no context', approval({ action_context: undefined }), '/action_context'],
    ['a context of somebody else', approval({ action_context: '12345' }), '/action_context'],
    ['a long reason', approval({ reason: 'x'.repeat(10_001) }), '/reason'],
    ['a list', '[]', ''],
  ])('MUST be refused, naming the place, when it says %s', (_, said, pointer) => {
    expect(read(plain(said))._unsafeUnwrapErr()).toMatchObject({ code: 'CALLBACK_MALFORMED', pointer });
  });

  test('MUST be known again: a copy for ever, the same decision for five minutes and not after ten', () => {
    const shared = (a: readonly string[], b: readonly string[]): boolean => a.some((one) => b.includes(one));
    const keys = (request: CallbackRequest, secrets: Record<string, string>, at: number) =>
      read(request, secrets, at)._unsafeUnwrap().keys;
    const copy = encrypted(approval());
    expect(shared(keys(copy, both, now), keys(copy, both, now + 90 * 86_400_000))).toBe(true);
    fc.assert(
      fc.property(
        fc.nat(3_600_000),
        fc.nat(300_000),
        fc.integer({ min: 600_000, max: 3_600_000 }),
        (start, soon, later) => {
          const at = now + start;
          const first = keys(encrypted(approval()), both, at);
          expect(shared(first, keys(encrypted(approval()), both, at + soon))).toBe(true);
          expect(shared(first, keys(encrypted(approval()), both, at + later))).toBe(false);
          expect(shared(first, keys(encrypted(approval({ action_type: 'REJECT' })), both, at))).toBe(false);
        },
      ),
      { numRuns: 30 },
    );
  });

  test('MUST be known again however a copy is wrapped', () => {
    const keysFor = (body: string, at: number) => read(plain(body), both, at)._unsafeUnwrap().keys;
    const original = new TextDecoder().decode(encrypted({ nonce: 'abcdefgh', ...approval() }).body);
    const encrypt = (JSON.parse(original) as { encrypt: string }).encrypt;
    // Whoever changes the initial vector changes the first block only, where the nonce stands.
    const vector = Buffer.from(encrypt, 'base64');
    vector.writeUInt8(vector.readUInt8(12) ^ 1, 12);
    const first = keysFor(original, now);
    const copies = [
      ` ${original}\n`,
      JSON.stringify({ encrypt }, null, 2),
      JSON.stringify({ encrypt, again: 1 }),
      JSON.stringify({ encrypt: vector.toString('base64') }),
      JSON.stringify({ encrypt: encrypt.replace(/=+$/u, '') }),
      JSON.stringify({ encrypt: encrypt.replaceAll('+', '-').replaceAll('/', '_') }),
      JSON.stringify({ encrypt: `${encrypt.slice(0, 20)} \n${encrypt.slice(20)}` }),
      original.replace('"encrypt"', '"\\u0065ncrypt"'),
    ];
    for (const copy of copies) expect(keysFor(copy, now + 86_400_000).some((one) => first.includes(one))).toBe(true);
  });

  test('MUST never throw, and never be taken, whatever strangers send', () => {
    const anything = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.json({ stringUnit: 'binary' }).map((text) => new TextEncoder().encode(text)),
      fc.base64String({ maxLength: 300 }).map((encrypt) => new TextEncoder().encode(JSON.stringify({ encrypt }))),
    );
    fc.assert(
      fc.property(anything, fc.constantFrom({ callbackToken: token }, both), (body, secrets) => {
        expect(read({ headers: {}, query: {}, body }, secrets).isErr()).toBe(true);
      }),
    );
  });
});
