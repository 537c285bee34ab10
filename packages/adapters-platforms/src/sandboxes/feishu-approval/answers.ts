import { jsonAnswer } from '../engine/answers.ts';
import type { Dialect } from '../engine/json-operation.ts';
import type { Answer } from '../engine/sandbox-kind.ts';

export const done = (data: unknown): Answer => jsonAnswer(true, { code: 0, msg: 'success', data });

export const failed = (status: number, code: number, msg: string, headers?: Record<string, string>): Answer =>
  jsonAnswer(false, { code, msg }, status, headers);

export const invalid = (reason: string): Answer => failed(400, 1_390_001, `param is invalid: ${reason}`);

export const dialect: Dialect = {
  idFields: ['instance_id'],
  invalid,
  token: {
    of: ({ headers }) => /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1],
    dead: failed(400, 99_991_663, 'Invalid access token for authorization. Please make a test attempt again.'),
  },
};
