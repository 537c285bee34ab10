import { jsonAnswer } from '../engine/answers.ts';
import type { Dialect } from '../engine/json-operation.ts';
import type { Answer } from '../engine/sandbox-kind.ts';

export function done(data: unknown = null): Answer {
  return jsonAnswer(true, { code: '0', msg: 'ok', data });
}

export function failed(code: string, msg: string, data: unknown = null, status = 200): Answer {
  return jsonAnswer(false, { code, msg, data }, status);
}

export const invalid = (reason: string, status = 200): Answer =>
  failed('PARAM_ERROR', `参数错误：${reason}`, null, status);
export const noTask = failed('TASK_NOT_FOUND', '待办不存在');
export const wrongCredentials = failed('AUTH_FAILED', '客户端认证失败');
export const duplicate = (taskId: string): Answer => failed('DUPLICATE', '来源编号已存在', { taskId });

export const dialect: Dialect = {
  idFields: ['sourceId', 'taskId', 'instanceId'],
  invalid: (reason) => invalid(reason),
  token: {
    of: ({ headers }) => {
      const token = headers['x-todo-token'];
      return typeof token === 'string' ? token : undefined;
    },
    dead: failed('TOKEN_EXPIRED', '令牌无效或已过期'),
  },
};
