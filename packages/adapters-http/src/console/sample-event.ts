import type { Instant } from '@portico/core';
import type {
  EngineEvent,
  EventAction,
  InstanceReport,
  Person,
  TaskInInstance,
  TaskReport,
  Urgency,
} from '@portico/core/workflow';

/** What the engine of the console's own making is called. */
export const sampleSource = 'console';

const urgencies: readonly Urgency[] = ['low', 'normal', 'urgent', 'critical'];

export const followUps = ['complete', 'urge', 'reassign', 'revert', 'terminate'] as const;
export type FollowUp = (typeof followUps)[number];

export const isFollowUp = (value: string): value is FollowUp => followUps.some((one) => one === value);

const substitute: Person = { id: 'T002', name: '王老师', department: '计算机学院' };

interface Occasion {
  readonly eventId: string;
  readonly at: Instant;
}

const event = (
  occasion: Occasion,
  action: EventAction,
  instance: InstanceReport,
  task: TaskReport | null,
): EngineEvent => ({
  source: sampleSource,
  eventId: occasion.eventId,
  action,
  occurredAt: occasion.at,
  sequence: null,
  instance,
  task,
  actor: null,
  result: null,
  assertion: null,
});

export const receiveEvent = (occasion: Occasion, instance: InstanceReport, task: TaskReport): EngineEvent =>
  event(occasion, 'receive', instance, task);

/** What the engine says next about a task, from how it stands now. */
export const followUpEvent = (
  occasion: Occasion,
  action: FollowUp,
  { instance, task }: TaskInInstance,
): EngineEvent => {
  const open = task.assignees.filter(({ state }) => state === 'open').map(({ person }) => person);
  const assignees =
    open.length > 0 ? open : task.assignees.filter(({ state }) => state !== 'withdrawn').map(({ person }) => person);
  const report: InstanceReport = {
    id: instance.id,
    processId: instance.processId,
    processName: instance.processName,
    processVersion: instance.processVersion,
    category: instance.category,
    subject: instance.subject,
    status: action === 'terminate' ? 'terminated' : 'running',
    initiator: instance.initiator,
    startedAt: instance.startedAt,
    endedAt: action === 'terminate' ? occasion.at : null,
  };
  if (action === 'terminate') return event(occasion, action, report, null);
  const next = urgencies[urgencies.indexOf(task.urgency) + 1] ?? task.urgency;
  const told: TaskReport = {
    id: task.id,
    nodeId: task.nodeId,
    nodeName: task.nodeName,
    subject: task.subject,
    sceneCode: task.sceneCode,
    taskType: task.taskType,
    urgency: action === 'urge' ? next : task.urgency,
    completion: task.completion,
    assignees: action === 'reassign' ? [substitute] : assignees.length > 0 ? assignees : [substitute],
    links: task.links,
    createdAt: task.createdAt,
    dueAt: task.dueAt,
  };
  const told0 = event(occasion, action, report, told);
  return action === 'complete' ? { ...told0, actor: assignees[0] ?? substitute, result: '同意' } : told0;
};

const withoutNulls = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));

const iso = (at: Instant | null): string | null => (at === null ? null : new Date(at).toISOString());

/** An event as an engine would post it. */
export const eventBody = ({
  source,
  eventId,
  action,
  occurredAt,
  instance,
  task,
  actor,
  result,
}: EngineEvent): Record<string, unknown> =>
  withoutNulls({
    source,
    eventId,
    action,
    occurredAt: iso(occurredAt),
    instance: withoutNulls({ ...instance, startedAt: iso(instance.startedAt), endedAt: iso(instance.endedAt) }),
    task:
      task === null
        ? null
        : withoutNulls({
            ...task,
            links: withoutNulls({ ...task.links }),
            createdAt: iso(task.createdAt),
            dueAt: iso(task.dueAt),
          }),
    actor,
    result,
  });
