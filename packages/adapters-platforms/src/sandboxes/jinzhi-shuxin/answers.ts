import { jsonAnswer } from '../engine/answers.ts';
import type { Dialect } from '../engine/json-operation.ts';
import type { Answer } from '../engine/sandbox-kind.ts';

export function done(data: unknown = null): Answer {
  return jsonAnswer(true, { code: 0, msg: 'success', data });
}

export function failed(code: number, msg: string, data: unknown = null, status = 200): Answer {
  return jsonAnswer(false, { code, msg, data }, status);
}

export const noInstance = failed(40410, '流程实例不存在');
export const noTask = failed(40411, '任务不存在');
export const wrongCredentials = failed(40102, '应用凭证错误');
export const duplicate = (thirdId: string): Answer => failed(40901, '主键已存在', { third_id: thirdId });

export const dialect: Dialect = {
  idFields: ['taskKey', 'instanceId', 'third_id'],
  invalid: (reason) => failed(40001, `参数错误：${reason}`),
  token: {
    of: ({ headers }) => {
      const token = headers['x-access-token'];
      return typeof token === 'string' ? token : undefined;
    },
    dead: failed(40101, 'token无效或已过期'),
  },
};
