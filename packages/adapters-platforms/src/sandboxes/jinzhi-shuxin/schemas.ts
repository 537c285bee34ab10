import { z } from 'zod';
import { localTime, optionalText, text } from '../engine/validation.ts';

const person = z.object({ userId: text(64), userName: optionalText(100), deptName: optionalText(200) });
const node = z.object({ nodeId: optionalText(128), nodeName: optionalText(200) }).nullish();
const instanceStatus = z.enum(['RUNNING', 'FINISHED', 'TERMINATED']);
const taskStatus = z.enum(['TODO', 'DONE']);
const urgency = z.int().min(1).max(4);

export const tokenSchema = z.object({ appId: text(128), appSecret: text(128) });

export const createInstanceSchema = z.object({
  instanceId: text(255),
  sceneCode: text(64),
  subject: text(500),
  processId: optionalText(128),
  processName: optionalText(200),
  initiator: person,
  status: instanceStatus,
  startTime: localTime,
});

export const updateInstanceSchema = z.object({
  third_id: text(64),
  subject: text(500).nullish(),
  status: instanceStatus.nullish(),
  endTime: localTime.nullish(),
});

export const byThirdIdSchema = z.object({ third_id: text(64) });

export const createTaskSchema = z.object({
  taskKey: text(255),
  instanceId: text(255),
  sceneCode: text(64),
  subject: text(500),
  urgency,
  taskType: text(64),
  status: taskStatus,
  initiator: person,
  handler: person,
  node,
  pcUrl: text(2000),
  mobileUrl: optionalText(2000),
  createTime: localTime,
  finishTime: localTime.nullish(),
});

export const updateTaskSchema = z.object({
  third_id: text(64),
  subject: text(500).nullish(),
  urgency: urgency.nullish(),
  taskType: text(64).nullish(),
  handler: person.nullish(),
  node,
  pcUrl: text(2000).nullish(),
  mobileUrl: optionalText(2000),
  status: taskStatus.nullish(),
  finishTime: localTime.nullish(),
});

export const updateStatusSchema = z.object({ third_id: text(64), status: taskStatus, finishTime: localTime.nullish() });

export const queryTaskSchema = z.object({ taskKey: text(255) });

export type StoredInstance = z.infer<typeof createInstanceSchema> & {
  readonly third_id: string;
  readonly endTime?: string;
};
export type StoredTask = z.infer<typeof createTaskSchema> & {
  readonly third_id: string;
  readonly instanceThirdId: string;
};
