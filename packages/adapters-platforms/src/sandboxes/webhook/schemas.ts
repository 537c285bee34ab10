import { z } from 'zod';
import { optionalText, text } from '../engine/validation.ts';

const instant = z.iso.datetime();
const person = z.object({ id: text(64), name: optionalText(200), department: optionalText(200) });
const named = z.object({ id: text(255) });
const identified = { id: text(255), version: z.int().min(1) };

export const upsertSchema = z.object({
  ...identified,
  state: z.enum(['open', 'done']),
  title: text(500),
  urgency: z.enum(['low', 'normal', 'urgent', 'critical']),
  assignee: person,
  links: z.object({ pc: text(2_000), mobile: optionalText(2_000) }),
  createdAt: instant,
  dueAt: instant.nullish(),
  finishedAt: instant.nullish(),
  task: named,
  instance: named,
});

export const withdrawSchema = z.object({ ...identified, assignee: named, task: named, instance: named });

export const messageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('todo.upserted'), timestamp: instant, data: upsertSchema }),
  z.object({ type: z.literal('todo.withdrawn'), timestamp: instant, data: withdrawSchema }),
  z.object({ type: z.literal('ping'), timestamp: instant, data: z.object({}) }),
]);

export type Message = z.infer<typeof messageSchema>;
export type StoredTodo = z.infer<typeof upsertSchema>;
