import { z } from 'zod';
import { localTime, milliseconds, optionalText, text } from '../engine/validation.ts';

const todo = z.object({
  todoId: text(255),
  assigneeId: text(64),
  assigneeName: optionalText(100),
  assigneeDept: optionalText(200),
  title: text(500),
  emergency: z.enum(['低', '普通', '紧急', '特急']),
  status: z.enum(['PENDING', 'FINISHED']),
  sceneCode: optionalText(64),
  taskType: optionalText(64),
  nodeId: optionalText(128),
  nodeName: optionalText(200),
  senderId: optionalText(64),
  senderName: optionalText(100),
  pcUrl: text(2000),
  mobileUrl: optionalText(2000),
  createTime: localTime,
  finishTime: localTime.nullish(),
});

const content = {
  bizId: text(255),
  version: milliseconds,
  title: text(500),
  processId: optionalText(128),
  processName: optionalText(200),
  category: optionalText(64),
  status: z.enum(['RUNNING', 'FINISHED', 'TERMINATED']),
  initiatorId: text(64),
  initiatorName: optionalText(100),
  initiatorDept: optionalText(200),
  startTime: localTime,
  todos: z
    .array(todo)
    .max(500)
    .refine((todos) => new Set(todos.map(todoKey)).size === todos.length, '待办重复'),
};

export const tokenSchema = z.object({ appKey: text(128), appSecret: text(128) });
export const createInstanceSchema = z.object(content);
export const saveInstanceSchema = z.object({ id: text(64), ...content });
export const byIdSchema = z.object({ id: text(64) });
export const searchSchema = z.object({ bizId: text(255) });

export type StoredInstance = z.infer<typeof saveInstanceSchema>;

export function todoKey({ todoId, assigneeId }: { todoId: string; assigneeId: string }): string {
  return JSON.stringify([todoId, assigneeId]);
}
