import { z } from 'zod';

export const text = (most: number) => z.string().min(1).max(most);
export const optionalText = (most: number) => z.string().max(most).nullish();
export const localTime = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]) ([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/);
export const milliseconds = z.string().regex(/^\d{1,16}$/);

/** The first problem in the form `<field>：<reason>`. */
export function reasonOf(error: z.ZodError): string {
  const issue = error.issues[0];
  if (issue === undefined) return '请求体：格式错误';
  return `${issue.path.join('.') || '请求体'}：${reason(issue)}`;
}

function reason(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.message.endsWith('received undefined') ? '不能为空' : '类型错误';
    case 'too_big':
      return issue.origin === 'string' ? `长度不能超过${issue.maximum}` : `不能超过${issue.maximum}`;
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array' ? '不能为空' : `不能小于${issue.minimum}`;
    case 'invalid_value':
      return `取值须为${issue.values.join('、')}`;
    case 'custom':
      return issue.message;
    default:
      return '格式错误';
  }
}

/** The first of the fields that is a text, cut to what a log row holds: a key for requests that could not be understood. */
export function looseId(value: unknown, fields: readonly string[]): string {
  if (typeof value !== 'object' || value === null) return '';
  for (const field of fields) {
    const found: unknown = Reflect.get(value, field);
    if (typeof found === 'string') return found.slice(0, 255);
  }
  return '';
}
