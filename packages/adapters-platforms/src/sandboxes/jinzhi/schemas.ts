import { z } from 'zod';
import { localTime, optionalText, text } from '../engine/validation.ts';

const insertFields = {
  app_id: text(64),
  task_id: text(255),
  subject: text(500),
  biz_key: optionalText(255),
  biz_domain: optionalText(64),
  appName: optionalText(100),
  priority: z.union([z.int().min(0).max(3), z.enum(['0', '1', '2', '3'])]).nullish(),
  status: z.enum(['ACTIVE', 'COMPLETE']),
  assignments: z
    .array(z.object({ assign_id: text(64), assign_name: optionalText(100), assign_dept: optionalText(200) }))
    .min(1)
    .max(50),
  created_by_ids: optionalText(200),
  created_by_names: optionalText(200),
  created_by_depts: optionalText(200),
  created_on: localTime,
  form_url: text(2000),
  form_url_view: optionalText(2000),
  form_mobile_url: optionalText(2000),
  form_mobile_url_view: optionalText(2000),
  node_id: optionalText(128),
  node_name: optionalText(200),
  process_id: optionalText(128),
  process_name: optionalText(200),
  process_version: optionalText(32),
  process_instance_id: text(255),
  process_instance_subject: optionalText(500),
  process_instance_status: z.enum(['RUNNING', 'COMPLETE']).nullish(),
  process_instance_image_url: optionalText(2000),
  process_instance_initiator: optionalText(200),
  process_instance_initiator_id: optionalText(200),
  process_instance_initiator_dp: optionalText(200),
};

const flag = z.union([z.literal(0), z.literal(1), z.enum(['0', '1'])]).nullish();

const completionFields = {
  actual_owner_id: optionalText(200),
  actual_owner_name: optionalText(200),
  actual_owner_dept: optionalText(200),
  end_on: localTime.nullish(),
  process_instance_ent_date: localTime.nullish(),
};

const insertTask = z.object({ ...insertFields, ...completionFields });

const updateTask = z
  .object({ ...insertFields, ...completionFields })
  .partial()
  .extend({
    app_id: insertFields.app_id,
    task_id: insertFields.task_id,
    task_delete_flag: flag,
    process_delete_flag: flag,
  })
  .refine((task) => task.status !== undefined || isSet(task.task_delete_flag), {
    path: ['status'],
    message: '不能为空',
  });

const largestBatch = 100;

export const taskInfoSchema = z
  .object({
    inserttasks: z.array(insertTask).min(1).max(largestBatch).optional(),
    updatetasks: z.array(updateTask).min(1).max(largestBatch).optional(),
  })
  .refine((body) => (body.inserttasks === undefined) !== (body.updatetasks === undefined), {
    path: ['taskInfo'],
    message: '须且只能包含inserttasks或updatetasks之一',
  });

export type StoredTask = z.infer<typeof insertTask>;
export type TaskUpdate = z.infer<typeof updateTask>;

export function isSet(value: 0 | 1 | '0' | '1' | null | undefined): boolean {
  return value === 1 || value === '1';
}
