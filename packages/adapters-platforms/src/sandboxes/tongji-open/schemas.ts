import { z } from 'zod';
import { localTime, optionalText, text } from '../engine/validation.ts';

const wholeNumber = z.int().min(1);
const digits = z
  .string()
  .regex(/^\d{1,16}$/u)
  .transform(Number);

export const tokenSchema = z.object({
  client_id: text(128),
  client_secret: text(256),
  grant_type: z.literal('client_credentials'),
});

export const pushSchema = z.object({
  appId: text(64),
  instId: wholeNumber,
  instStatus: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]),
  instCreatorNumber: text(64),
  instCreated: localTime,
  instFinished: localTime.nullish(),
  taskId: wholeNumber,
  taskStatus: z.union([z.literal(1), z.literal(3)]),
  taskCreated: localTime,
  taskFinished: localTime.nullish(),
  nodeName: text(200),
  userId: text(64),
  thirdpartyId: text(512),
  thirdpartyInstId: optionalText(512),
  thirdpartyName: text(500),
  formUrl: text(2000),
  formUrlView: optionalText(2000),
  formMobileUrl: optionalText(2000),
  formMobileUrlView: optionalText(2000),
  sendMsg: z.union([z.literal(0), z.literal(1)]).nullish(),
});

export const deleteSchema = z.object({ taskId: wholeNumber });

const page = {
  p: digits.default(1),
  pageSize: digits.default(10),
  appId: optionalText(64),
  instId: digits.optional(),
  keyword: optionalText(200),
  thirdpartyName: optionalText(200),
};

export const taskListSchema = z.object({ status: z.enum(['1', '3']), userId: text(64), ...page });
export const instListSchema = z.object({ status: z.enum(['0', '1', '2', '3', '4', '5']), userId: text(64), ...page });

export const logSchema = z.object({
  logs: z
    .array(
      z.object({
        userId: text(64),
        taskId: wholeNumber,
        instId: wholeNumber,
        nodeName: text(200),
        operationDesc: text(200),
        comment: optionalText(2000),
        created: localTime,
      }),
    )
    .min(1)
    .max(100),
});

export type StoredTask = z.infer<typeof pushSchema>;
