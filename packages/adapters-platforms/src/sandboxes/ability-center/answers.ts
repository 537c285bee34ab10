import { jsonAnswer } from '../engine/answers.ts';
import type { Dialect } from '../engine/json-operation.ts';
import type { Answer } from '../engine/sandbox-kind.ts';

export function done(data: unknown = null): Answer {
  return jsonAnswer(true, { code: 200, msg: 'OK', data });
}

export function failed(
  code: number,
  msg: string,
  data: unknown = null,
  status = 200,
  headers?: Record<string, string>,
): Answer {
  return jsonAnswer(false, { code, msg, data }, status, headers);
}

export const invalid = (reason: string, status = 200): Answer => failed(4001, `参数错误：${reason}`, null, status);
export const noObject = failed(4041, '对象不存在');
export const wrongCredentials = failed(4011, '应用密钥错误');
export const stale = (id: string, version: string): Answer => failed(4091, '版本过期', { id, version });
const tooManyTodos = failed(4131, '待办数量超过500');

export const dialect: Dialect = {
  idFields: ['bizId', 'id'],
  invalid(reason, error) {
    const first = error?.issues[0];
    return first?.code === 'too_big' && first.path.length === 1 && first.path[0] === 'todos'
      ? tooManyTodos
      : invalid(reason);
  },
  token: {
    of: ({ headers }) => /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1],
    dead: failed(401, '访问令牌无效或已过期', null, 401),
  },
};
