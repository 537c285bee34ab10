import { z } from 'zod';
import { optionalText, text } from '../engine/validation.ts';

const unionId = text(64);
const unionIds = z.array(unionId).max(100);
const time = z.int().min(1);
const subject = text(1_024);
const description = optionalText(4_096);

export const tokenSchema = z.object({ appKey: text(128), appSecret: text(256) });

export const createSchema = z.object({
  sourceId: text(255),
  subject,
  creatorId: unionId.nullish(),
  description,
  dueTime: time.nullish(),
  executorIds: unionIds.nullish(),
  participantIds: unionIds.nullish(),
  detailUrl: z.object({ appUrl: optionalText(2_000), pcUrl: optionalText(2_000) }).nullish(),
  isOnlyShowExecutor: z.boolean().nullish(),
  priority: z.int().nullish(),
  notifyConfigs: z.object({ dingNotify: z.enum(['0', '1']).nullish() }).nullish(),
});

export const updateSchema = z.object({
  subject: subject.nullish(),
  description,
  dueTime: time.nullish(),
  done: z.boolean().nullish(),
  executorIds: unionIds.nullish(),
  participantIds: unionIds.nullish(),
});

export const executorStatusSchema = z.object({
  executorStatusList: z.array(z.object({ id: unionId, isDone: z.boolean() })).min(1),
});

export const bySourceIdSchema = z.object({ unionId, sourceId: text(255) });
export const byTaskIdSchema = z.object({ unionId, taskId: text(64) });

/** `doneBy`: executors that are done by themselves. */
export type StoredTask = z.infer<typeof createSchema> & {
  readonly id: string;
  readonly owner: string;
  readonly done: boolean;
  readonly doneBy: readonly string[];
  readonly notified: number;
  readonly createdTime: number;
  readonly modifiedTime: number;
  readonly finishTime: number | null;
};
