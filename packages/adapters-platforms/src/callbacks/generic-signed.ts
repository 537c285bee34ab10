import { createHmac } from 'node:crypto';
import { callbackToleranceMs } from '@portico/core/task-center';
import type { CallbackReader, CallbackRejection, ConfigField } from '@portico/core/task-center';
import { err, ok } from 'neverthrow';
import type { Result } from 'neverthrow';
import { z } from 'zod';
import { keyOf, shortestKey } from '../webhooks/key-of.ts';
import { firstIssue, forged, malformed, readObject } from './read-body.ts';
import { sameText } from './same-text.ts';

const id = z.string().min(1).max(255);

const decided = z.object({
  type: z.literal('todo.decided'),
  data: z.object({
    taskId: id,
    /** As the engine names the person; or `userId`, as the platform does. */
    assigneeId: id.nullish(),
    userId: id.nullish(),
    action: z.string().regex(/^[A-Za-z][\w.-]{0,63}$/u, 'must be a word of at most 64 letters, digits, . _ and -'),
    comment: z.string().max(10_000).nullish(),
    at: z.iso.datetime({ offset: true, error: 'must be an ISO 8601 time with its offset' }).nullish(),
    remoteTaskId: id.nullish(),
    remoteInstanceId: id.nullish(),
  }),
});

const messageIdShape = /^[\x21-\x7e]{1,200}$/u;
const secondsShape = /^\d{1,12}$/u;

interface Signed {
  readonly messageId: string;
  readonly sentAt: number;
}

/** Standard Webhooks, section "Verifying webhook authenticity": any of several signatures, by any of our secrets. */
const proved = (
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
  secrets: readonly string[],
  now: number,
): Result<Signed, CallbackRejection> => {
  const messageId = headers['webhook-id'] ?? '';
  const seconds = headers['webhook-timestamp'] ?? '';
  const signatures = (headers['webhook-signature'] ?? '').slice(0, 4_000).split(' ').slice(0, 10);
  if (secrets.length === 0) return err(forged('This platform has no callbackSecret, so that nothing can be proved.'));
  const keys = secrets.map(keyOf).filter(({ length }) => length >= shortestKey);
  if (keys.length === 0)
    return err(forged(`The callbackSecret of this platform stands for fewer than ${shortestKey} bytes.`));
  if (!messageIdShape.test(messageId) || !secondsShape.test(seconds))
    return err(forged('The headers webhook-id and webhook-timestamp are needed.'));
  const expected = keys.map(
    (key) => `v1,${createHmac('sha256', key).update(`${messageId}.${seconds}.`).update(body).digest('base64')}`,
  );
  if (!expected.some((one) => signatures.some((given) => sameText(given, one))))
    return err(forged('No signature in webhook-signature is right.'));
  const sentAt = Number(seconds) * 1_000;
  if (Math.abs(now - sentAt) > callbackToleranceMs)
    return err({
      code: 'CALLBACK_STALE',
      pointer: '',
      message: 'webhook-timestamp is more than five minutes away from now.',
    });
  return ok({ messageId, sentAt });
};

/** The secrets of a kind that takes generic signed callbacks. */
export const signedCallbackFields: readonly ConfigField[] = [
  {
    name: 'callbackSecret',
    label: { 'zh-CN': '回调签名密钥', en: 'Secret of callbacks' },
    help: {
      'zh-CN': '对方按 Standard Webhooks 签名；whsec_ 开头为 Base64 密钥，其他文本按 UTF-8 字节使用',
      en: 'Callbacks are signed by Standard Webhooks; whsec_ and base64, any other text is used as its UTF-8 bytes',
    },
    type: 'secret',
    required: false,
    default: null,
    min: 16,
    max: 500,
    choices: null,
  },
  {
    name: 'previousCallbackSecret',
    label: { 'zh-CN': '旧回调签名密钥（更换期间）', en: 'Previous secret of callbacks, while it is replaced' },
    help: null,
    type: 'secret',
    required: false,
    default: null,
    min: 16,
    max: 500,
    choices: null,
  },
];

/**
 * Callbacks of any system that signs by Standard Webhooks: `{type: "todo.decided", data: {taskId, assigneeId | userId, action, comment?,
 * at?}}`; `{type: "ping"}` decides nothing. docs/how-to/receive-decisions.md.
 */
export const genericSignedReader: CallbackReader = {
  read: ({ secrets }, { headers, body }, now) => {
    const known = [secrets['callbackSecret'], secrets['previousCallbackSecret']].filter(
      (secret): secret is string => secret !== undefined && secret !== '',
    );
    const signed = proved(headers, body, known, now);
    if (signed.isErr()) return err(signed.error);
    const said = readObject(body);
    if (said.isErr()) return err(said.error);
    const keys = [`id:${signed.value.messageId}`.slice(0, 200)];
    if (said.value['type'] === 'ping') return ok({ answer: { ok: true }, decision: null, keys, said: said.value });
    const parsed = decided.safeParse(said.value);
    if (!parsed.success) return err(firstIssue(parsed.error.issues));
    const { taskId, assigneeId, userId, action, comment, at, remoteTaskId, remoteInstanceId } = parsed.data.data;
    if ((assigneeId ?? userId ?? null) === null)
      return err(malformed('/data/assigneeId', 'assigneeId or userId is needed'));
    return ok({
      answer: { ok: true },
      decision: {
        taskId,
        assigneeId: assigneeId ?? null,
        action,
        comment: comment ?? null,
        at: at == null ? signed.value.sentAt : Date.parse(at),
        remote: { userId: userId ?? null, taskId: remoteTaskId ?? null, instanceId: remoteInstanceId ?? null },
      },
      keys,
      said: said.value,
    });
  },
};
