import { z } from 'zod';
import { optionalText, text } from '../engine/validation.ts';

const milliseconds = z.string().regex(/^\d{1,16}$/);
const links = z
  .object({ pc_link: optionalText(2_000), mobile_link: optionalText(2_000) })
  .refine(({ pc_link, mobile_link }) => Boolean(pc_link) || Boolean(mobile_link), '须有 pc_link 或 mobile_link');
const person = { open_id: optionalText(64), user_id: optionalText(64) };

const task = z
  .object({
    task_id: text(255),
    ...person,
    title: optionalText(255),
    links,
    status: z.enum(['PENDING', 'APPROVED', 'REJECTED', 'TRANSFERRED', 'DONE']),
    create_time: milliseconds,
    end_time: milliseconds,
    update_time: milliseconds.nullish(),
    action_context: optionalText(2_048),
    action_configs: z
      .array(
        z.object({
          action_type: text(64),
          action_name: optionalText(255),
          is_need_reason: z.boolean().nullish(),
          is_reason_required: z.boolean().nullish(),
          is_need_attachment: z.boolean().nullish(),
        }),
      )
      .max(2)
      .nullish(),
    node_id: optionalText(255),
    node_name: optionalText(255),
  })
  .refine(({ open_id, user_id }) => Boolean(open_id) || Boolean(user_id), '须有 open_id 或 user_id');

const resource = z.object({
  locale: z.enum(['zh-CN', 'en-US', 'ja-JP']),
  texts: z.array(z.object({ key: z.string().startsWith('@i18n@').max(255), value: z.string().max(2_048) })),
  is_default: z.boolean(),
});

export const instanceSchema = z
  .object({
    approval_code: text(64),
    instance_id: text(255),
    status: z.enum(['PENDING', 'APPROVED', 'REJECTED', 'CANCELED', 'DELETED', 'HIDDEN', 'TERMINATED']),
    links,
    title: optionalText(255),
    form: z.array(z.object({ name: optionalText(255), value: optionalText(2_048) })).nullish(),
    ...person,
    user_name: optionalText(255),
    start_time: milliseconds,
    end_time: milliseconds,
    update_time: milliseconds,
    update_mode: z.enum(['REPLACE', 'UPDATE']).default('REPLACE'),
    task_list: z.array(task).max(200).default([]),
    i18n_resources: z.array(resource).min(1),
  })
  .refine(({ i18n_resources }) => i18n_resources.filter(({ is_default }) => is_default).length === 1, {
    message: '须有且只有一个默认语言',
    path: ['i18n_resources'],
  })
  .refine(
    ({ instance_id, task_list }) =>
      new Set([instance_id, ...task_list.map(({ task_id }) => task_id)]).size === task_list.length + 1,
    { message: '实例与任务的ID重复', path: ['task_list'] },
  )
  .refine(
    (instance) => {
      const keys = new Set(defaultTexts(instance).map(({ key }) => key));
      return usedKeys(instance).every((key) => keys.has(key));
    },
    { message: '默认语言缺少文案', path: ['i18n_resources'] },
  );

interface Worded {
  readonly title?: string | null | undefined;
  readonly user_name?: string | null | undefined;
  readonly form?:
    | readonly { readonly name?: string | null | undefined; readonly value?: string | null | undefined }[]
    | null
    | undefined;
  readonly task_list: readonly { readonly title?: string | null | undefined }[];
  readonly i18n_resources: readonly z.infer<typeof resource>[];
}

const defaultTexts = ({ i18n_resources }: Worded) => i18n_resources.find(({ is_default }) => is_default)?.texts ?? [];

const usedKeys = ({ title, user_name, form, task_list }: Worded): readonly string[] =>
  [
    title,
    user_name,
    ...(form ?? []).flatMap(({ name, value }) => [name, value]),
    ...task_list.map((one) => one.title),
  ].filter((word) => typeof word === 'string' && word.startsWith('@i18n@')) as readonly string[];

/** A text, or what its key stands for in the default language. */
export const worded = (instance: Worded, word: string | null | undefined): string | null =>
  word?.startsWith('@i18n@') === true
    ? (defaultTexts(instance).find(({ key }) => key === word)?.value ?? null)
    : (word ?? null);

export const checkSchema = z.object({
  instances: z
    .array(
      z.object({
        instance_id: text(255),
        update_time: milliseconds,
        tasks: z.array(z.object({ task_id: text(255), update_time: milliseconds })).nullish(),
      }),
    )
    .min(1)
    .max(200),
});

export const tokenSchema = z.object({ app_id: text(128), app_secret: text(128) });

export type StoredInstance = z.infer<typeof instanceSchema>;
export type StoredTask = StoredInstance['task_list'][number];
