import type { Instant } from '../ports/instant.ts';
import { findTask } from './fold-events.ts';
import { workflowLimits, type EngineEvent, type InstanceState } from './model.ts';
import type { IgnoredEvent } from './workflow.ts';

/** Why an event is not let in. */
export type Rejection = Pick<IgnoredEvent, 'code' | 'pointer' | 'message'>;

const withoutTask: ReadonlySet<EngineEvent['action']> = new Set(['start', 'end', 'terminate', 'delete']);
const withAssignees: ReadonlySet<EngineEvent['action']> = new Set(['receive', 'reassign', 'revert']);

const invalid = (pointer: string, message: string): Rejection => ({ code: 'EVENT_INVALID', pointer, message });

/** What the types cannot say about an event that an engine reports. */
export const shapeIssue = (event: EngineEvent): Rejection | null => {
  if (event.action === 'assert' || event.assertion !== null) {
    return invalid('/action', 'Desired state is told as a task or a snapshot, not as an event.');
  }
  if (withoutTask.has(event.action)) {
    return event.task === null ? null : invalid('/task', `Must be absent for ${event.action}.`);
  }
  if (event.task === null) return invalid('/task', `Is required for ${event.action}.`);
  const assignees = event.task.assignees;
  const empty = assignees === null ? withAssignees.has(event.action) : assignees.length === 0;
  if (empty) return invalid('/task/assignees', `Must name 1 to ${workflowLimits.assignees} people.`);
  if (assignees !== null && assignees.length > workflowLimits.assignees) {
    return invalid('/task/assignees', `Must name at most ${workflowLimits.assignees} people.`);
  }
  return null;
};

/** Too far ahead of the store's clock, or beyond the horizon. */
export const timeIssue = (occurredAt: Instant, now: Instant): Rejection | null => {
  const pointer = '/occurredAt';
  if (occurredAt > now + workflowLimits.futureMs) {
    const minutes = workflowLimits.futureMs / 60_000;
    return {
      code: 'EVENT_IN_FUTURE',
      pointer,
      message: `Is more than ${minutes} minutes ahead of the server's clock.`,
    };
  }
  if (occurredAt < now - workflowLimits.horizonMs) {
    const days = workflowLimits.horizonMs / 86_400_000;
    return { code: 'EVENT_TOO_OLD', pointer, message: `Is more than ${days} days ago.` };
  }
  return null;
};

/** What is left of one instance's room while a batch is let in. */
interface Room {
  events: number;
  tasks: number;
  readonly people: Map<string, Set<string>>;
}

/** Lets events in one by one, each counting against the room of its instance and claiming its task's id. */
export interface Admission {
  admit(event: EngineEvent): Rejection | null;
}

/** `owners` says which instance holds a task id, for tasks that the locked instances do not have. */
export const createAdmission = (
  locked: ReadonlyMap<string, InstanceState>,
  owners: ReadonlyMap<string, string>,
): Admission => {
  const rooms = new Map<string, Room>();
  const claimed = new Map(owners);
  const roomOf = (id: string): Room => {
    const state = locked.get(id);
    const room = rooms.get(id) ?? {
      events: state?.eventCount ?? 0,
      tasks: state?.tasks.length ?? 0,
      people: new Map(),
    };
    rooms.set(id, room);
    return room;
  };
  const peopleOf = (room: Room, instanceId: string, taskId: string): Set<string> => {
    const state = locked.get(instanceId);
    const task = state === undefined ? null : findTask(state, taskId);
    const people = room.people.get(taskId) ?? new Set(task?.assignees.map(({ person }) => person.id));
    room.people.set(taskId, people);
    return people;
  };
  const full = (pointer: string, message: string): Rejection => ({ code: 'INSTANCE_FULL', pointer, message });

  const admitTask = (room: Room, instanceId: string, task: NonNullable<EngineEvent['task']>): Rejection | null => {
    const state = locked.get(instanceId);
    const known = state !== undefined && findTask(state, task.id) !== null;
    const owner = known ? instanceId : claimed.get(task.id);
    if (owner !== undefined && owner !== instanceId) {
      return { code: 'TASK_OF_OTHER_INSTANCE', pointer: '/task/id', message: 'This task belongs to another instance.' };
    }
    if (owner === undefined && room.tasks >= workflowLimits.tasksPerInstance) {
      return full('/task/id', `An instance has at most ${workflowLimits.tasksPerInstance} tasks.`);
    }
    const people = peopleOf(room, instanceId, task.id);
    const added = (task.assignees ?? []).filter(({ id }) => !people.has(id));
    if (people.size + added.length > workflowLimits.assigneesEver) {
      return full('/task/assignees', `A task has at most ${workflowLimits.assigneesEver} assignees over its life.`);
    }
    for (const { id } of added) people.add(id);
    if (owner === undefined) {
      claimed.set(task.id, instanceId);
      room.tasks += 1;
    }
    return null;
  };

  return {
    admit: (event) => {
      const room = roomOf(event.instance.id);
      if (room.events >= workflowLimits.eventsPerInstance) {
        return full('/instance/id', `An instance has at most ${workflowLimits.eventsPerInstance} events.`);
      }
      const rejection = event.task === null ? null : admitTask(room, event.instance.id, event.task);
      if (rejection === null) room.events += 1;
      return rejection;
    },
  };
};
