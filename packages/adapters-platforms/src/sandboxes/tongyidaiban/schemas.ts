import { z } from 'zod';
import { localTime, optionalText, text } from '../engine/validation.ts';

const person = { userId: text(64), userName: optionalText(100), deptName: optionalText(200) };
const status = z.enum(['TODO', 'DONE']);
const handler = z.object({ ...person, status, finishTime: localTime.nullish() });
const handlers = z
  .array(handler)
  .min(1)
  .max(200)
  .refine((list) => new Set(list.map(({ userId }) => userId)).size === list.length, '处理人重复');
const urgency = z.enum(['0', '1', '2', '3']);

export const tokenSchema = z.object({ clientId: text(128), clientSecret: text(128) });

export const createTaskSchema = z.object({
  sourceId: text(255),
  instanceId: text(255),
  title: text(500),
  content: optionalText(2000),
  category: optionalText(64),
  sceneCode: optionalText(64),
  processName: optionalText(200),
  nodeName: optionalText(200),
  urgency,
  sender: z.object(person),
  handlers,
  pcUrl: text(2000),
  mobileUrl: optionalText(2000),
  createTime: localTime,
});

export const updateTaskSchema = z.object({
  taskId: text(64),
  title: text(500).nullish(),
  content: optionalText(2000),
  category: optionalText(64),
  urgency: urgency.nullish(),
  processName: optionalText(200),
  nodeName: optionalText(200),
  pcUrl: text(2000).nullish(),
  mobileUrl: optionalText(2000),
  handlers: handlers.nullish(),
});

export const updateStatusSchema = z.object({
  taskId: text(64),
  status,
  userId: text(64).nullish(),
  finishTime: localTime.nullish(),
});
export const byTaskIdSchema = z.object({ taskId: text(64) });
export const byInstanceIdSchema = z.object({ instanceId: text(255) });
export const queryTaskSchema = z.object({ sourceId: text(255) });

export type StoredTask = z.infer<typeof createTaskSchema> & { readonly taskId: string };
