import type { z } from 'zod';
import { jsonAnswer } from '../engine/answers.ts';
import type { Dialect } from '../engine/json-operation.ts';
import type { Answer } from '../engine/sandbox-kind.ts';

export const done = (body: unknown): Answer => jsonAnswer(true, body);

export const failed = (status: number, code: string, message: string): Answer =>
  jsonAnswer(false, { requestid: 'sandbox', code, message }, status);

const oversizeNames: Readonly<Record<string, string>> = {
  subject: 'subject',
  description: 'description',
  executorIds: 'executors',
  participantIds: 'participants',
};

/** The code is the same for all of them; what is wrong stands in the message. */
const messageOf = (error: z.ZodError | undefined, code: string): string => {
  const issue = error?.issues[0];
  if (issue === undefined) return code;
  const field = String(issue.path[0] ?? '');
  if (field === 'dueTime') return 'dueTime is invalid';
  const name = oversizeNames[field];
  return issue.code === 'too_big' && issue.path.length === 1 && name !== undefined ? `${name} is oversize` : code;
};

export const dialectOf = (call: 'taskCreate' | 'taskUpdate' | 'taskDelete' | 'taskQuery'): Dialect => {
  const code = `todo.${call}.paramError`;
  return {
    idFields: ['sourceId', 'taskId'],
    invalid: (_reason, error) => failed(400, code, messageOf(error, code)),
    token: {
      of: ({ headers }) => {
        const token = headers['x-acs-dingtalk-access-token'];
        return typeof token === 'string' ? token : undefined;
      },
      dead: failed(401, 'InvalidAuthentication', '不合法的access_token'),
    },
  };
};

export const noTask = (call: 'taskUpdate' | 'taskDelete' | 'taskQuery'): Answer =>
  failed(400, `todo.${call}.paramError`, 'task not exist');
