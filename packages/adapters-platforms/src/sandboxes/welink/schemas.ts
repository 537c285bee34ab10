import { z } from 'zod';
import { optionalText, text } from '../engine/validation.ts';

const flag = z.union([z.literal(0), z.literal(1)]);

export const tokenSchema = z.object({ client_id: text(128), client_secret: text(128) });

export const addSchema = z.object({
  taskId: text(255),
  taskTitle: text(500),
  userId: text(64),
  userNameCn: text(100),
  userNameEn: text(100),
  detailsUrl: text(2000),
  detailsUrlPc: optionalText(2000),
  appName: text(100),
  applicantUserId: text(64),
  applicantUserNameCn: text(100),
  applicantUserNameEn: text(100),
  isMsg: flag.nullish(),
  isShowApplicantUserName: z.boolean().nullish(),
  applicantId: text(255),
  businessCode: optionalText(64),
});

export const updateSchema = z.object({ taskId: text(255), userId: text(64) });
export const deleteSchema = z.object({ taskId: text(255) });

export type StoredTask = z.infer<typeof addSchema> & { readonly done: boolean };
