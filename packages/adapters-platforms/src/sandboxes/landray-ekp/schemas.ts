import { z } from 'zod';
import { localTime, optionalText, text } from '../engine/validation.ts';

const personKeys = ['LoginName', 'PersonNo'] as const;

const parsedTarget = z
  .union([z.strictObject({ LoginName: text(64) }), z.strictObject({ PersonNo: text(64) })])
  .transform((target) => Object.values(target)[0] ?? '');

/** JSON inside JSON: one person, or a list of them. */
export const targets = z
  .string()
  .min(2)
  .max(20_000)
  .transform((written, context): readonly string[] => {
    let raw: unknown;
    try {
      raw = JSON.parse(written);
    } catch {
      context.addIssue({ code: 'custom', message: '不是JSON' });
      return z.NEVER;
    }
    const parsed = z
      .array(parsedTarget)
      .min(1)
      .max(200)
      .safeParse(Array.isArray(raw) ? raw : [raw]);
    if (parsed.success) return parsed.data;
    context.addIssue({ code: 'custom', message: `须为{"${personKeys.join('"或"')}": …}，长度不能超过64` });
    return z.NEVER;
  });

const identity = { modelName: text(200), modelId: text(255), key: optionalText(255) };
const shown = {
  subject: text(500),
  link: text(2000),
  mobileLink: optionalText(2000),
  padLink: optionalText(2000),
  type: z.union([z.literal(1), z.literal(2)]),
  level: z.int().min(1).max(3).nullish(),
};
const optType = z.union([z.literal(1), z.literal(2)]);

/** `optType` 2 means the targets alone, so it needs them. */
const scoped = z
  .object({ ...identity, optType, targets: targets.nullish() })
  .refine((call) => call.optType === 1 || (call.targets ?? []).length > 0, { message: '不能为空', path: ['targets'] });

export const sendSchema = z.object({
  ...identity,
  ...shown,
  targets,
  createTime: localTime,
  appName: optionalText(200),
});
export const doneSchema = scoped;
export const deleteSchema = scoped;
export const updateSchema = z.object({ ...identity, ...shown });
export const listSchema = z.object({
  targets,
  type: z.int().min(-1).max(13),
  otherCond: z.string().max(2_000).nullish(),
  rowSize: z.int().min(1).max(100).default(10),
  pageNo: z.int().min(1).default(1),
});
export const countSchema = listSchema.pick({ targets: true, type: true });

export interface StoredTodo {
  readonly id: string;
  readonly modelName: string;
  readonly modelId: string;
  readonly key: string;
  readonly target: string;
  readonly subject: string;
  readonly link: string;
  readonly mobileLink: string | null;
  readonly level: number;
  readonly createTime: string;
  readonly done: boolean;
}
