import { jsonAnswer } from '../engine/answers.ts';
import type { Dialect } from '../engine/json-operation.ts';
import type { Answer } from '../engine/sandbox-kind.ts';

export const done = (message: string, data: unknown): Answer => jsonAnswer(true, { code: '0', message, data });

export const failed = (code: string, message: string, status = 200, headers?: Record<string, string>): Answer =>
  jsonAnswer(false, { code, message, data: message }, status, headers);

export const missingField = failed('55005', 'the client missing required parameters.');
export const invalid = (reason: string, status = 200): Answer =>
  failed('55006', `Request parameters validate failed. ${reason}`, status);
export const notUpdated = failed('55008', 'Update todo task failed.');
export const notDeleted = failed('55009', 'Delete todo task failed.');

export const dialect: Dialect = {
  idFields: ['taskId'],
  invalid: (reason, error) =>
    error?.issues[0]?.code === 'invalid_type' && error.issues[0].message.endsWith('received undefined')
      ? missingField
      : invalid(reason),
  token: {
    of: ({ headers }) => {
      const token = headers['x-wlk-authorization'];
      return typeof token === 'string' ? token : undefined;
    },
    dead: failed('55014', 'token认证失败'),
  },
};
