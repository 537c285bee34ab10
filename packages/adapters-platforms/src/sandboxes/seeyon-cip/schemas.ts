import { z } from 'zod';
import { localTime, optionalText, text } from '../engine/validation.ts';

const state = z.union([z.literal(0), z.literal(1)]);
const subState = z.int().min(0).max(3);

export const tokenSchema = z.object({ userName: text(64), password: text(128) });

export const pendingSchema = z.object({
  registerCode: text(64),
  taskId: text(255),
  title: text(500),
  thirdSenderId: optionalText(64),
  senderName: text(100),
  thirdReceiverId: text(64),
  creationDate: localTime,
  state,
  subState: subState.nullish(),
  classify: optionalText(100),
  contentType: optionalText(100),
  content: optionalText(2000),
  url: optionalText(2000),
  h5url: optionalText(2000),
  appParam: optionalText(2000),
  noneBindingSender: optionalText(100),
  noneBindingReceiver: optionalText(100),
});

export const pendingListSchema = z.object({ pendingList: z.array(pendingSchema).min(1).max(100) });

export const updateStateSchema = z.object({
  registerCode: text(64),
  taskId: text(255),
  state,
  subState: subState.nullish(),
});

export type Pending = z.infer<typeof pendingSchema>;
