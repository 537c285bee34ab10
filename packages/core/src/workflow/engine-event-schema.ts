import * as z from 'zod';
import type { Instant } from '../ports/instant.ts';
import { actor, assignees, id, links, orNull, person, text, timestamp } from './field-schemas.ts';
import { workflowLimits, type EngineEvent, type InstanceReport, type Person, type TaskReport } from './model.ts';

const { name, subject } = workflowLimits;

export const instanceStatus: z.ZodType<NonNullable<InstanceReport['status']>> = z.enum([
  'running',
  'completed',
  'terminated',
  'cancelled',
  'rejected',
]);

/** An instance of which everything is told that a to-do shows. */
export const fullInstance = (time: z.ZodType<Instant>): z.ZodType<InstanceReport> =>
  z
    .object({
      id: id(),
      processId: id(),
      processName: orNull(text(name)),
      processVersion: orNull(text(name)),
      category: orNull(text(name)),
      subject: text(subject),
      status: orNull(instanceStatus),
      initiator: orNull(person()),
      startedAt: orNull(time),
      endedAt: orNull(time),
    })
    .transform((told): InstanceReport => ({ ...told, processName: told.processName ?? told.processId }));

/** An instance of which the id is enough. */
const briefInstance = (time: z.ZodType<Instant>): z.ZodType<InstanceReport> =>
  z.object({
    id: id(),
    processId: orNull(id()),
    processName: orNull(text(name)),
    processVersion: orNull(text(name)),
    category: orNull(text(name)),
    subject: orNull(text(subject)),
    status: orNull(instanceStatus),
    initiator: orNull(person()),
    startedAt: orNull(time),
    endedAt: orNull(time),
  });

/** A task; `people` says whether it must be told who has it. */
export const taskWith = <T extends readonly Person[] | null>(
  time: z.ZodType<Instant>,
  people: z.ZodType<T>,
): z.ZodType<TaskReport & { readonly assignees: T }> =>
  z.object({
    id: id(),
    nodeId: id(),
    nodeName: text(name),
    subject: text(subject),
    sceneCode: orNull(text(name)),
    taskType: orNull(text(name)),
    urgency: z.enum(['low', 'normal', 'urgent', 'critical']).default('normal'),
    completion: z.enum(['any', 'all']).default('any'),
    assignees: people,
    links: links(),
    createdAt: time,
    dueAt: orNull(time),
  });

const identity = (time: z.ZodType<Instant>) => ({
  eventId: id(),
  source: id().default('engine'),
  occurredAt: time,
  sequence: orNull(z.number().int().min(-Number.MAX_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER)),
});

const noTask = { task: z.null({ error: 'must be absent for this action' }).optional() };

type Told = Pick<EngineEvent, 'eventId' | 'source' | 'occurredAt' | 'sequence' | 'action' | 'instance'> &
  Partial<Pick<EngineEvent, 'actor' | 'result'>> & { readonly task?: TaskReport | null | undefined };

const toEvent = (told: Told): EngineEvent => ({
  source: told.source,
  eventId: told.eventId,
  action: told.action,
  occurredAt: told.occurredAt,
  sequence: told.sequence,
  instance: told.instance,
  task: told.task ?? null,
  actor: told.actor ?? null,
  result: told.result ?? null,
  assertion: null,
});

/** One event as engines send it; which fields it needs depends on its action. */
export const engineEvent = (timezone: string): z.ZodType<EngineEvent> => {
  const time = timestamp(timezone);
  const base = identity(time);
  const instance = fullInstance(time);
  const assigned = { ...base, instance, task: taskWith(time, assignees()) };
  const maybeAssigned = { ...base, instance, task: taskWith(time, orNull(assignees())) };
  const brief = { ...base, ...noTask, instance: briefInstance(time) };
  return z
    .discriminatedUnion('action', [
      z.object({ action: z.literal('start'), ...base, ...noTask, instance }),
      z.object({ action: z.literal('receive'), ...assigned }),
      z.object({ action: z.literal('reassign'), ...assigned }),
      z.object({ action: z.literal('urge'), ...maybeAssigned }),
      z.object({
        action: z.literal('complete'),
        ...maybeAssigned,
        actor: orNull(actor()),
        result: orNull(text(subject)),
      }),
      z.object({ action: z.literal('revert'), ...assigned }),
      z.object({ action: z.literal('end'), ...brief }),
      z.object({ action: z.literal('terminate'), ...brief }),
      z.object({ action: z.literal('delete'), ...brief }),
    ])
    .transform(toEvent);
};
