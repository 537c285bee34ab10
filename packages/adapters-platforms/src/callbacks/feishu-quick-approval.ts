import { createDecipheriv, createHash } from 'node:crypto';
import { callbackToleranceMs } from '@portico/core/task-center';
import type { CallbackReader, CallbackRejection, CallbackRequest, ConfigField } from '@portico/core/task-center';
import { err, ok } from 'neverthrow';
import type { Result } from 'neverthrow';
import { z } from 'zod';
import { firstIssue, forged, malformed, readObject, type JsonObject } from './read-body.ts';
import { sameText } from './same-text.ts';

const text = z.string().max(10_000);
const idText = z.string().min(1).max(255);
/** Feishu documents `message_id` as int64; other ids come as texts. */
const looseId = z.union([idText, z.number()]).transform(String).nullish();

const quickApproval = z.object({
  action_type: z.enum(['APPROVE', 'REJECT']),
  action_context: z.string().max(4_000).nullish(),
  user_id: idText.nullish(),
  open_id: idText.nullish(),
  approval_code: idText.nullish(),
  instance_id: looseId,
  task_id: looseId,
  message_id: looseId,
  id: looseId,
  reason: text.nullish(),
});

/** What our profile puts into `action_context`, which comes back as it was. */
const ourContext = z.object({ taskId: idText, assigneeId: idText });

const actions = { APPROVE: 'approve', REJECT: 'reject' } as const;

const notEncrypted = forged('The body cannot be decrypted with callbackKey.');

interface Opened {
  readonly said: JsonObject;
  /** Without the initial vector; null where the body came in the clear. */
  readonly ciphertext: Uint8Array | null;
}

/** AES-256-CBC with the digest of the key; the first block is the initial vector. */
const decrypted = (encrypt: string, key: string): Result<Opened, CallbackRejection> => {
  const bytes = Buffer.from(encrypt, 'base64');
  if (bytes.length < 32 || bytes.length % 16 !== 0) return err(notEncrypted);
  try {
    const decipher = createDecipheriv('aes-256-cbc', createHash('sha256').update(key).digest(), bytes.subarray(0, 16));
    const ciphertext = bytes.subarray(16);
    const plain = Buffer.concat([decipher.update(ciphertext), decipher.final()]);
    // Whatever goes wrong inside is told in the same words: how it went wrong would help a forger.
    return readObject(plain)
      .map((said) => ({ said, ciphertext }))
      .mapErr(() => notEncrypted);
  } catch {
    return err(notEncrypted);
  }
};

/**
 * The signature that Feishu's callbacks of apps carry (`X-Lark-Signature`, over time, nonce, key and body). The page of quick approvals
 * does not promise it, so that it is checked where it comes and not asked for.
 */
const checkSignature = (
  { headers, body }: CallbackRequest,
  key: string,
  now: number,
): Result<number | null, CallbackRejection> => {
  const signature = headers['x-lark-signature'];
  if (signature === undefined) return ok(null);
  const [time = '', nonce = ''] = [headers['x-lark-request-timestamp'], headers['x-lark-request-nonce']];
  const expected = createHash('sha256').update(`${time}${nonce}${key}`).update(body).digest('hex');
  if (key === '' || !sameText(signature, expected)) return err(forged('X-Lark-Signature is not right.'));
  const sentAt = /^\d{1,12}$/u.test(time) ? Number(time) * 1_000 : Number.NaN;
  return Math.abs(now - sentAt) <= callbackToleranceMs
    ? ok(sentAt)
    : err({
        code: 'CALLBACK_STALE',
        pointer: '',
        message: 'X-Lark-Request-Timestamp is more than five minutes away from now.',
      });
};

const opened = (said: JsonObject, key: string): Result<Opened, CallbackRejection> => {
  const { encrypt } = said;
  if (key === '')
    return encrypt === undefined
      ? ok({ said, ciphertext: null })
      : err(forged('The body is encrypted, and the platform has no callbackKey.'));
  return typeof encrypt === 'string'
    ? decrypted(encrypt, key)
    : err(forged('The body is not encrypted, though the platform has a callbackKey.'));
};

const hash = (value: string | Uint8Array): string => createHash('sha256').update(value).digest('hex');

const windowMs = 10 * 60_000;

/**
 * What tells a repetition. Feishu gives callbacks no id. What is encrypted differs each time it is made, so that a ciphertext that
 * comes again is a copy, however it is wrapped: anybody can change blanks, members, the base64 and the initial vector. The same
 * decision within five minutes is a copy, too; later it may be a new one, on a task that was opened again.
 */
const keysOf = (decision: unknown, ciphertext: Uint8Array | null, now: number): readonly string[] => {
  const said = hash(JSON.stringify(decision));
  return [
    ...(ciphertext === null ? [] : [`sent:${hash(ciphertext)}`]),
    `said:${said}:${Math.floor(now / windowMs)}`,
    `said2:${said}:${Math.floor((now + windowMs / 2) / windowMs)}`,
  ];
};

const contextOf = (context: string | null | undefined): z.output<typeof ourContext> | null => {
  try {
    const parsed = ourContext.safeParse(JSON.parse(context ?? ''));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
};

const secretField = (name: string, label: ConfigField['label'], help: ConfigField['help']): ConfigField => ({
  name,
  label,
  help,
  type: 'secret',
  required: false,
  default: null,
  min: 8,
  max: 500,
  choices: null,
});

/** The secrets of a kind that takes quick approvals. */
export const quickApprovalFields: readonly ConfigField[] = [
  secretField(
    'callbackToken',
    { 'zh-CN': '快捷审批回调 Token（action_callback_token）', en: 'Token of quick approvals (action_callback_token)' },
    {
      'zh-CN': '与审批定义中填写的一致；未填写则不接受回调',
      en: 'As in the approval definition; without it no callback is taken',
    },
  ),
  secretField(
    'callbackKey',
    { 'zh-CN': '快捷审批回调密钥（action_callback_key）', en: 'Key of quick approvals (action_callback_key)' },
    {
      'zh-CN': '建议填写：填写后只接受加密的回调，复制的回调会被识别',
      en: 'Recommended: only encrypted callbacks are taken then, and copies of them are known',
    },
  ),
];

/**
 * 飞书 三方快捷审批回调: what an approver decides in Feishu.
 * `open.feishu.cn/document/ukTMukTMukTM/ukjNyYjL5YjM24SO2IjN/quick-approval-callback`.
 */
export const feishuQuickApprovalReader: CallbackReader = {
  read: ({ settings, secrets }, request, now) => {
    const { callbackToken = '', callbackKey = '' } = secrets;
    if (callbackToken === '') return err(forged('This platform has no callbackToken, so that nothing can be proved.'));
    const signedAt = checkSignature(request, callbackKey, now);
    if (signedAt.isErr()) return err(signedAt.error);
    const outer = readObject(request.body);
    if (outer.isErr()) return err(outer.error);
    const inner = opened(outer.value, callbackKey);
    if (inner.isErr()) return err(inner.error);
    const { said, ciphertext } = inner.value;
    const { token, ...rest } = said;
    if (typeof token !== 'string' || !sameText(token, callbackToken)) return err(forged('The token is not right.'));
    if (typeof rest['challenge'] === 'string')
      return ok({ answer: { challenge: rest['challenge'] }, decision: null, keys: ['challenge'], said: rest });
    const parsed = quickApproval.safeParse(rest);
    if (!parsed.success) return err(firstIssue(parsed.error.issues));
    const body = parsed.data;
    if (
      body.approval_code != null &&
      settings['approvalCode'] != null &&
      body.approval_code !== settings['approvalCode']
    )
      return err(malformed('/approval_code', 'is that of another approval definition'));
    const context = contextOf(body.action_context);
    if (context === null) return err(malformed('/action_context', 'is not what this platform was given with the task'));
    return ok({
      answer: {},
      decision: {
        taskId: context.taskId,
        assigneeId: context.assigneeId,
        action: actions[body.action_type],
        comment: body.reason ?? null,
        at: signedAt.value ?? now,
        remote: {
          userId: (settings['idType'] === 'user_id' ? body.user_id : body.open_id) ?? body.user_id ?? null,
          taskId: body.task_id ?? body.id ?? null,
          instanceId: body.instance_id ?? null,
        },
      },
      keys: keysOf(body, ciphertext, now),
      said: rest,
    });
  },
};
