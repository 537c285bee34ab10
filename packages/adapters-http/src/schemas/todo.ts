import {
  todoId,
  type PlatformMark,
  type ShownTodo,
  type TimelineEntry,
  type TodoWithMarks,
} from '@portico/core/task-center';
import { z } from 'zod';
import { showAttempt, shownAttempt } from './attempt.ts';
import { instant, links, person, syncState, todoState, urgency } from './fields.ts';
import { iso, isoOrNull, showPerson } from './show.ts';

/** How a to-do stands on one platform. */
const shownMark = z
  .object({
    platform: z.string(),
    sync: syncState,
    remote: z.enum(['absent', 'open', 'done', 'present']),
    remoteId: z.string().nullable(),
    key: z.string(),
    desiredVersion: z.int(),
    acknowledgedVersion: z.int(),
    acknowledgedAt: instant.nullable(),
    attempts: z.int(),
    dueAt: instant.nullable(),
  })
  .meta({ ref: 'PlatformMark' });

const todoFields = {
  id: z.string(),
  taskId: z.string(),
  assignee: person,
  instanceId: z.string(),
  state: todoState,
  title: z.string(),
  links,
  urgency,
  sceneCode: z.string().nullable(),
  taskType: z.string().nullable(),
  nodeId: z.string(),
  nodeName: z.string(),
  sender: person.nullable(),
  processId: z.string(),
  processName: z.string(),
  category: z.string().nullable(),
  createdAt: instant,
  stateSince: instant,
  version: z.int(),
  platforms: z.array(shownMark),
};

export const shownTodo = z.object(todoFields).meta({ ref: 'Todo' });

const shownTimelineEntry = z
  .discriminatedUnion('type', [
    z.object({
      type: z.literal('event'),
      at: instant,
      action: z.string(),
      eventId: z.string(),
      occurredAt: instant,
      summary: z.string(),
    }),
    z.object({
      type: z.literal('change'),
      at: instant,
      from: todoState.nullable(),
      to: todoState,
      cause: z.string(),
      by: z.string().nullable(),
      platform: z.string().nullable(),
    }),
    z.object({ type: z.literal('plan'), at: instant, platform: z.string(), plan: z.string(), reason: z.string() }),
    z.object({ type: z.literal('attempt'), at: instant, platform: z.string(), attempt: shownAttempt }),
    z.object({ type: z.literal('deletion'), at: instant, platform: z.string(), remoteId: z.string().nullable() }),
  ])
  .meta({ ref: 'TimelineEntry' });

export const shownTodoWithTimeline = z
  .object({ ...todoFields, timeline: z.array(shownTimelineEntry) })
  .meta({ ref: 'TodoWithTimeline' });

const showMark = (mark: PlatformMark): z.input<typeof shownMark> => ({
  platform: mark.platform,
  sync: mark.sync,
  remote: mark.remote,
  remoteId: mark.remoteId,
  key: mark.key,
  desiredVersion: mark.desiredVersion,
  acknowledgedVersion: mark.acknowledgedVersion,
  acknowledgedAt: isoOrNull(mark.acknowledgedAt),
  attempts: mark.attempts,
  dueAt: isoOrNull(mark.dueAt),
});

export const showTodo = ({ todo, marks }: TodoWithMarks): z.input<typeof shownTodo> => ({
  id: todoId(todo.taskId, todo.assignee.id),
  taskId: todo.taskId,
  assignee: showPerson(todo.assignee),
  instanceId: todo.instanceId,
  state: todo.state,
  title: todo.title,
  links: { pc: todo.links.pc, mobile: todo.links.mobile },
  urgency: todo.urgency,
  sceneCode: todo.sceneCode,
  taskType: todo.taskType,
  nodeId: todo.nodeId,
  nodeName: todo.nodeName,
  sender: todo.sender === null ? null : showPerson(todo.sender),
  processId: todo.processId,
  processName: todo.processName,
  category: todo.category,
  createdAt: iso(todo.createdAt),
  stateSince: iso(todo.stateSince),
  version: todo.version,
  platforms: marks.map(showMark),
});

const showTimelineEntry = (entry: TimelineEntry): z.input<typeof shownTimelineEntry> => {
  const at = iso(entry.at);
  switch (entry.type) {
    case 'event': {
      const { type, action, eventId, summary } = entry;
      return { type, at, action, eventId, occurredAt: iso(entry.occurredAt), summary };
    }
    case 'change': {
      const { type, from, to, cause, by, platform } = entry;
      return { type, at, from, to, cause, by, platform };
    }
    case 'plan': {
      const { type, platform, plan, reason } = entry;
      return { type, at, platform, plan, reason };
    }
    case 'attempt':
      return { type: entry.type, at, platform: entry.platform, attempt: showAttempt(entry.attempt) };
    case 'deletion':
      return { type: entry.type, at, platform: entry.platform, remoteId: entry.remoteId };
  }
};

export const showTodoWithTimeline = (shown: ShownTodo): z.input<typeof shownTodoWithTimeline> => ({
  ...showTodo(shown),
  timeline: shown.timeline.map(showTimelineEntry),
});
