import { jsonAnswer } from '../engine/answers.ts';
import type { Dialect } from '../engine/json-operation.ts';
import type { Answer } from '../engine/sandbox-kind.ts';

export const done = (data: unknown = null): Answer => jsonAnswer(true, { code: 'A00000', msg: '操作成功', data });

export const failed = (code: string, msg: string, status = 200, headers?: Record<string, string>): Answer =>
  jsonAnswer(false, { code, msg, data: null }, status, headers);

export const invalid = (reason: string, status = 200): Answer => failed('A00001', `参数错误：${reason}`, status);
export const noTask = failed('A00002', '任务不存在');
export const unauthorized = failed('A00401', '未授权', 401);
export const wrongClient = jsonAnswer(
  false,
  { error: 'invalid_client', error_description: 'Invalid client credentials' },
  401,
);

export const dialect: Dialect = {
  idFields: ['thirdpartyId'],
  invalid: (reason) => invalid(reason),
  token: {
    of: ({ headers }) => /^Bearer (\S+)$/u.exec(headers.authorization ?? '')?.[1],
    dead: unauthorized,
  },
};
