import type { TaskCenter } from '@portico/core/task-center';
import { z } from 'zod';
import { jsonBody } from '../api/body-reader.ts';
import type { Routes } from '../api/route.ts';
import { shownExchange, shownOutcome, showExchange, showOutcome } from '../schemas/attempt.ts';
import { platformCode, plainText } from '../schemas/fields.ts';

const request = z
  .strictObject({
    profile: z.unknown().optional().meta({ description: 'Instead of the stored one; absent: the stored one.' }),
    operation: z.enum(['create', 'update', 'complete', 'withdraw']).default('create'),
    todo: plainText(600).nullable().default(null).meta({ description: 'A to-do to try it with; null: a sample.' }),
    answer: z
      .strictObject({
        status: z.int().min(100).max(599).default(200),
        headers: z.record(z.string().max(200), z.string().max(2_000)).default({}),
        body: z.string().max(200_000),
      })
      .nullable()
      .default(null)
      .meta({ description: 'What the platform would answer; null: only the request is shown.' }),
  })
  .meta({ ref: 'TryOut' });

const lowerCased = (headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

/** What a platform would be sent, and what an answer would be taken for. */
export const addTryOutRoutes = ({ route }: Routes, taskCenter: Pick<TaskCenter, 'tryOut'>): void => {
  route({
    method: 'post',
    path: '/task-center/platforms/:code/try-out',
    id: 'tryOutPlatform',
    tag: 'platforms',
    summary: 'Show what a platform would be sent, and what an answer would be taken for; nothing is sent',
    description: 'Every request of the call is given the same answer. Secrets are redacted.',
    scope: 'platforms:write',
    params: z.object({ code: platformCode }),
    body: jsonBody(request, { required: false, maxBytes: 1024 * 1024 }),
    status: 200,
    data: z.object({
      outcome: shownOutcome.nullable(),
      found: z.enum(['as-sent', 'existed', 'missing']).nullable(),
      remoteId: z.string().nullable(),
      refusal: z.string().nullable().meta({ description: 'Why nothing would be sent; null where something would.' }),
      exchanges: z.array(shownExchange),
    }),
    problems: ['NOT_FOUND', 'SETTINGS_INVALID'],
    handle: ({ principal, params: { code }, body }) =>
      taskCenter
        .tryOut(principal.tenant, code, {
          ...(body.profile === undefined ? {} : { profile: body.profile }),
          operation: body.operation,
          todo: body.todo,
          answer: body.answer === null ? null : { ...body.answer, headers: lowerCased(body.answer.headers) },
        })
        .map(({ outcome, found, remoteId, refusal, exchanges }) => ({
          outcome: outcome === null ? null : showOutcome(outcome),
          found,
          remoteId,
          refusal,
          exchanges: exchanges.map(showExchange),
        })),
  });
};
