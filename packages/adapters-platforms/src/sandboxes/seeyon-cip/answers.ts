import { jsonAnswer } from '../engine/answers.ts';
import type { Dialect } from '../engine/json-operation.ts';
import type { Answer, Call } from '../engine/sandbox-kind.ts';

export const done = jsonAnswer(true, { success: true, errorMsgs: [] });

export function failed(message: string, status = 200, headers?: Record<string, string>): Answer {
  return jsonAnswer(false, { success: false, errorMsgs: [message] }, status, headers);
}

export const invalid = (reason: string, status = 200): Answer => failed(`参数错误：${reason}`, status);
export const unregistered = (code: string): Answer => failed(`注册系统不存在：${code}`);
export const unbound = (receiver: string): Answer => failed(`接收人未绑定：${receiver}`);
export const noPending = (taskId: string): Answer => failed(`待办不存在：${taskId}`);

const loginPage: Answer = {
  ok: false,
  status: 200,
  body: '<!DOCTYPE html><html><head><title>登录</title></head><body><form action="/seeyon/main.do"></form></body></html>',
  headers: { 'content-type': 'text/html;charset=UTF-8' },
};

/** How a dead token is answered is not published; each form that integrations meet comes up, by the token. */
const deadForms: readonly Answer[] = [
  jsonAnswer(false, { code: 401, message: 'Unauthorized' }, 401),
  loginPage,
  failed('token无效或已过期'),
];

export function tokenOf({ headers, query }: Call): string | undefined {
  const { token } = headers;
  return typeof token === 'string' ? token : (query.get('token') ?? undefined);
}

const deadAnswer = (call: Call): Answer =>
  deadForms[(tokenOf(call)?.charCodeAt(1) ?? 0) % deadForms.length] ?? loginPage;

export const dialect: Dialect = {
  idFields: ['taskId'],
  invalid: (reason) => invalid(reason),
  token: { of: tokenOf, dead: deadAnswer },
};
