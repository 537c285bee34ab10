import type { InstanceState, ReceivedEvent, TaskState } from '@portico/core/workflow';
import { z } from 'zod';
import { instanceStatus, instant, links, person, taskStatus, urgency } from './fields.ts';
import { iso, isoOrNull, showPerson } from './show.ts';

/** An event that was left out. */
const ignoredEvent = z
  .object({
    index: z.int(),
    eventId: z.string().nullable(),
    code: z.string(),
    pointer: z.string(),
    message: z.string(),
  })
  .meta({ ref: 'IgnoredEvent' });

export const recordReport = z
  .object({ accepted: z.int(), duplicates: z.int(), ignored: z.array(ignoredEvent), todos: z.int() })
  .meta({ ref: 'RecordReport' });

export const snapshotReport = z
  .object({ accepted: z.int(), duplicates: z.int(), ignored: z.array(ignoredEvent), todos: z.int(), closed: z.int() })
  .meta({ ref: 'SnapshotReport' });

export const shownTask = z
  .object({
    id: z.string(),
    nodeId: z.string(),
    nodeName: z.string(),
    subject: z.string(),
    sceneCode: z.string().nullable(),
    taskType: z.string().nullable(),
    urgency,
    completion: z.enum(['any', 'all']),
    links,
    createdAt: instant,
    dueAt: instant.nullable(),
    status: taskStatus,
    finishedAt: instant.nullable(),
    result: z.string().nullable(),
    assignees: z.array(z.object({ person, state: z.enum(['open', 'done', 'withdrawn']), since: instant })),
    urges: z.int(),
    lastUrgedAt: instant.nullable(),
    history: z.array(
      z.object({
        status: taskStatus,
        nodeId: z.string(),
        createdAt: instant,
        finishedAt: instant.nullable(),
        actor: person.nullable(),
        result: z.string().nullable(),
      }),
    ),
  })
  .meta({ ref: 'Task' });

const instanceFields = {
  id: z.string(),
  processId: z.string(),
  processName: z.string(),
  processVersion: z.string().nullable(),
  category: z.string().nullable(),
  subject: z.string(),
  status: instanceStatus,
  initiator: person.nullable(),
  startedAt: instant.nullable(),
  endedAt: instant.nullable(),
  deleted: z.boolean(),
  version: z.int(),
};

export const shownInstance = z.object(instanceFields).meta({ ref: 'Instance' });

export const shownInstanceInFull = z
  .object({
    ...instanceFields,
    tasks: z.array(shownTask),
    events: z.array(
      z.object({
        source: z.string(),
        eventId: z.string(),
        action: z.string(),
        taskId: z.string().nullable(),
        occurredAt: instant,
        sequence: z.int().nullable(),
        receivedAt: instant,
      }),
    ),
  })
  .meta({ ref: 'InstanceInFull' });

export const shownTaskInInstance = z
  .object({ instance: shownInstance, task: shownTask })
  .meta({ ref: 'TaskInInstance' });

export const showTask = (task: TaskState): z.input<typeof shownTask> => ({
  id: task.id,
  nodeId: task.nodeId,
  nodeName: task.nodeName,
  subject: task.subject,
  sceneCode: task.sceneCode,
  taskType: task.taskType,
  urgency: task.urgency,
  completion: task.completion,
  links: { pc: task.links.pc, mobile: task.links.mobile },
  createdAt: iso(task.createdAt),
  dueAt: isoOrNull(task.dueAt),
  status: task.status,
  finishedAt: isoOrNull(task.finishedAt),
  result: task.result,
  assignees: task.assignees.map(({ person: who, state, since }) => ({
    person: showPerson(who),
    state,
    since: iso(since),
  })),
  urges: task.urges,
  lastUrgedAt: isoOrNull(task.lastUrgedAt),
  history: task.history.map((entry) => ({
    status: entry.status,
    nodeId: entry.nodeId,
    createdAt: iso(entry.createdAt),
    finishedAt: isoOrNull(entry.finishedAt),
    actor: entry.actor === null ? null : showPerson(entry.actor),
    result: entry.result,
  })),
});

export const showInstance = (state: Omit<InstanceState, 'tasks'>): z.input<typeof shownInstance> => ({
  id: state.id,
  processId: state.processId,
  processName: state.processName,
  processVersion: state.processVersion,
  category: state.category,
  subject: state.subject,
  status: state.status,
  initiator: state.initiator === null ? null : showPerson(state.initiator),
  startedAt: isoOrNull(state.startedAt),
  endedAt: isoOrNull(state.endedAt),
  deleted: state.deleted,
  version: state.version,
});

export const showInstanceInFull = (
  instance: InstanceState,
  events: readonly ReceivedEvent[],
): z.input<typeof shownInstanceInFull> => ({
  ...showInstance(instance),
  tasks: instance.tasks.map(showTask),
  events: events.map(({ event, receivedAt }) => ({
    source: event.source,
    eventId: event.eventId,
    action: event.action,
    taskId: event.task?.id ?? null,
    occurredAt: iso(event.occurredAt),
    sequence: event.sequence,
    receivedAt: iso(receivedAt),
  })),
});
