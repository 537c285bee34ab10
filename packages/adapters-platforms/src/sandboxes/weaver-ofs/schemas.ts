import { z } from 'zod';
import { localTime, milliseconds, optionalText, text } from '../engine/validation.ts';

export const writeSchema = z.object({
  syscode: text(64),
  flowid: text(255),
  requestname: text(500),
  workflowname: text(200),
  nodename: text(200),
  pcurl: text(2000),
  appurl: optionalText(2000),
  isremark: z.enum(['0', '2', '4', '8']),
  viewtype: z.enum(['0', '1']),
  creator: text(64),
  createdatetime: localTime,
  receiver: text(64),
  receivedatetime: localTime,
  receivets: milliseconds,
  requestlevel: z.enum(['0', '1', '2', '3']).nullish(),
});

export const deleteSchema = z.object({ syscode: text(64), flowid: text(255), userid: text(64) });

export type StoredTodo = z.infer<typeof writeSchema>;
