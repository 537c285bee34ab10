import type { CoreCode } from './core-failure.ts';

/** What only the HTTP side can find wrong. */
export type HttpCode =
  | 'BATCH_TOO_LARGE'
  | 'BODY_TOO_LARGE'
  | 'BODY_UNREADABLE'
  | 'CREDENTIALS_NOT_KEY'
  | 'IDEMPOTENCY_IN_PROGRESS'
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'INTERNAL'
  | 'JSON_INVALID'
  | 'JSON_TOO_DEEP'
  | 'MEDIA_TYPE_UNSUPPORTED'
  | 'METHOD_NOT_ALLOWED'
  | 'PRECONDITION_FAILED'
  | 'RATE_LIMITED'
  | 'ROUTE_NOT_FOUND'
  | 'TEXT_INVALID'
  | 'TOO_MANY_FAILED_SIGN_INS'
  | 'TOO_MANY_STREAMS';

export type ProblemCode = CoreCode | HttpCode;

/** The languages that problems are told in; the first is the default. */
export const languages = ['zh-CN', 'en'] as const;
export type Language = (typeof languages)[number];

export interface ProblemText {
  readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 412 | 413 | 415 | 422 | 429 | 500 | 503;
  readonly 'zh-CN': string;
  readonly en: string;
}

const invalidBody = {
  status: 400,
  'zh-CN': '请求内容不符合要求',
  en: 'The request does not fit what is expected',
} as const;

/** One row per code; a code without a row does not compile. `{name}` is filled from the failure's parameters. */
export const problems: Readonly<Record<ProblemCode, ProblemText>> = {
  STORE_UNAVAILABLE: {
    status: 503,
    'zh-CN': '存储暂时不可用，请稍后重试',
    en: 'The store is unavailable at present; try again',
  },
  STORE_CONFLICT: {
    status: 503,
    'zh-CN': '并发冲突，请稍后重试',
    en: 'Others changed the same data at the same time; try again',
  },
  STORE_DATA: { status: 422, 'zh-CN': '数据无法保存', en: 'The store cannot keep this data' },
  INVALID: invalidBody,
  SETTINGS_INVALID: {
    status: 400,
    'zh-CN': '平台配置不符合该类型的要求',
    en: 'The settings do not fit the kind of platform',
  },
  NOT_FOUND: { status: 404, 'zh-CN': '对象不存在', en: 'There is no such object' },
  CALLBACK_FORGED: {
    status: 403,
    'zh-CN': '回调未通过校验',
    en: 'Nothing proves who sent this callback',
  },
  CALLBACK_STALE: {
    status: 403,
    'zh-CN': '回调的时间戳与当前时间相差 5 分钟以上',
    en: 'The time stamp of this callback is more than five minutes away from now',
  },
  CALLBACK_MALFORMED: { status: 400, 'zh-CN': '回调内容不符合要求', en: 'This callback does not fit what is expected' },
  CONFLICT: {
    status: 409,
    'zh-CN': '对象已存在，或已被他人修改',
    en: 'It exists already, or somebody else changed it',
  },
  JOB_STATE: {
    status: 409,
    'zh-CN': '作业当前状态为 {state}，不能执行此操作',
    en: 'The job is {state}; this cannot be done with it',
  },
  UNAUTHENTICATED: {
    status: 401,
    'zh-CN': '未认证：请提供有效的 X-API-Key 或 Bearer 令牌',
    en: 'Send a valid X-API-Key or Bearer token',
  },
  TOKEN_INVALID: { status: 401, 'zh-CN': '令牌无效', en: 'The token is not valid' },
  TOKEN_EXPIRED: { status: 401, 'zh-CN': '令牌已过期', en: 'The token has expired' },
  FORBIDDEN: { status: 403, 'zh-CN': '缺少权限 {scope}', en: 'The scope {scope} is needed' },
  SNAPSHOT_NEEDS_CONFIRMATION: {
    status: 409,
    'zh-CN': '该快照将关闭 {open} 个待办任务中的 {closing} 个，请携带 confirm 再次提交以确认',
    en: 'The snapshot would close {closing} of {open} open tasks; send it again with `confirm`',
  },
  EVENT_INVALID: { status: 400, 'zh-CN': '事件内容不符合要求', en: 'The event does not fit what is expected' },
  EVENT_ID_REUSED: {
    status: 400,
    'zh-CN': '该 eventId 已用于内容不同的事件',
    en: 'This eventId was received before with other content',
  },
  EVENT_IN_FUTURE: {
    status: 400,
    'zh-CN': '事件时间超前当前时间 5 分钟以上',
    en: 'The event is more than five minutes ahead',
  },
  EVENT_TOO_OLD: {
    status: 400,
    'zh-CN': '事件早于 90 天，已忽略',
    en: 'The event is older than 90 days and was ignored',
  },
  TASK_OF_OTHER_INSTANCE: {
    status: 400,
    'zh-CN': '任务属于另一个流程实例',
    en: 'The task belongs to another instance',
  },
  INSTANCE_FULL: {
    status: 400,
    'zh-CN': '流程实例的任务数或事件数已达上限',
    en: 'The instance has as many tasks or events as one may have',
  },
  BATCH_TOO_LARGE: {
    status: 400,
    'zh-CN': '一次最多提交 {limit} 个事件，收到 {given} 个',
    en: 'At most {limit} events fit into one request, there were {given}',
  },
  BODY_TOO_LARGE: {
    status: 413,
    'zh-CN': '请求体超过上限 {limit} 字节',
    en: 'The body is larger than the limit of {limit} bytes',
  },
  BODY_UNREADABLE: { status: 400, 'zh-CN': '请求体未能完整读取', en: 'The body could not be read to its end' },
  CREDENTIALS_NOT_KEY: { status: 403, 'zh-CN': '此接口只接受 X-API-Key', en: 'Only an X-API-Key is accepted here' },
  IDEMPOTENCY_IN_PROGRESS: {
    status: 409,
    'zh-CN': '相同 Idempotency-Key 的请求正在处理',
    en: 'A request with this Idempotency-Key is under way',
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    'zh-CN': '该 Idempotency-Key 已用于内容不同的请求',
    en: 'This Idempotency-Key was used for another request',
  },
  INTERNAL: { status: 500, 'zh-CN': '服务器内部错误', en: 'Something went wrong in the server' },
  JSON_INVALID: {
    status: 400,
    'zh-CN': 'JSON 格式错误：第 {line} 行第 {column} 列（偏移 {offset}）',
    en: 'Invalid JSON at line {line}, column {column} (offset {offset})',
  },
  JSON_TOO_DEEP: {
    status: 400,
    'zh-CN': 'JSON 嵌套超过 {limit} 层',
    en: 'The JSON is nested deeper than {limit} levels',
  },
  MEDIA_TYPE_UNSUPPORTED: {
    status: 415,
    'zh-CN': '请求体须为未压缩的 application/json（UTF-8）',
    en: 'The body must be uncompressed application/json in UTF-8',
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    'zh-CN': '此路径不支持该方法，可用：{allow}',
    en: 'This path does not take the method; it takes {allow}',
  },
  PRECONDITION_FAILED: {
    status: 412,
    'zh-CN': '对象已被修改，与 If-Match 不符',
    en: 'It was changed meanwhile: If-Match no longer holds',
  },
  RATE_LIMITED: {
    status: 429,
    'zh-CN': '请求过于频繁：上限为每 {window} 秒 {limit} 次',
    en: 'Too many requests: the limit is {limit} in {window} s',
  },
  ROUTE_NOT_FOUND: { status: 404, 'zh-CN': '路径不存在', en: 'There is nothing at this path' },
  TEXT_INVALID: { status: 400, 'zh-CN': '文本含有无法保存的字符', en: 'A text holds characters that cannot be kept' },
  TOO_MANY_FAILED_SIGN_INS: {
    status: 429,
    'zh-CN': '认证失败次数过多，请稍后再试',
    en: 'Too many failed authentications; try again later',
  },
  TOO_MANY_STREAMS: {
    status: 429,
    'zh-CN': '打开的事件流过多，请关闭一些或稍后再试',
    en: 'Too many event streams are open; close some, or try again later',
  },
};
