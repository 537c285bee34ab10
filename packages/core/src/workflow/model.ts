import type { Instant } from '../ports/instant.ts';

/** Somebody as the engine knows them. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly department: string | null;
}

/** 发起, 结束, 接收, 变更审批人, 催办, 审批完成, 终止, 删除实例, 撤回/退回. */
export type EventAction =
  | 'start'
  | 'end'
  | 'receive'
  | 'reassign'
  | 'urge'
  | 'complete'
  | 'terminate'
  | 'delete'
  | 'revert';

/** How urgent a task is: 一般, 紧急, 特急 and above. */
export type Urgency = 'low' | 'normal' | 'urgent' | 'critical';

/** `any`: one assignee decides for all (竞签). `all`: every assignee decides (会签). */
export type Completion = 'any' | 'all';

/** Where an instance stands. Everything but `running` is final until the engine says otherwise. */
export type InstanceStatus = 'running' | 'completed' | 'terminated' | 'cancelled' | 'rejected';

/** Where a task stands (seed: 初始化, 完成, 中止). */
export type TaskStatus = 'initialized' | 'completed' | 'aborted';

export interface Links {
  readonly pc: string;
  readonly mobile: string | null;
}

/** What an event says of its instance. Final events (end, terminate, delete) may name the id alone. */
export interface InstanceReport {
  readonly id: string;
  readonly processId: string | null;
  readonly processName: string | null;
  readonly processVersion: string | null;
  readonly category: string | null;
  readonly subject: string | null;
  readonly status: InstanceStatus | null;
  readonly initiator: Person | null;
  readonly startedAt: Instant | null;
  readonly endedAt: Instant | null;
}

/** What an event says of its task. */
export interface TaskReport {
  readonly id: string;
  readonly nodeId: string;
  readonly nodeName: string;
  readonly subject: string;
  readonly sceneCode: string | null;
  readonly taskType: string | null;
  readonly urgency: Urgency;
  readonly completion: Completion;
  /** Everybody at `occurredAt`; null keeps who there is (complete and urge only). Never empty. */
  readonly assignees: readonly Person[] | null;
  readonly links: Links;
  readonly createdAt: Instant;
  readonly dueAt: Instant | null;
}

/**
 * A task told as desired state: all of it at once. It stands in the event set like any event, so that it orders with them.
 * Who is in `done` has finished; who is neither there nor in the report's assignees has the to-do no more.
 */
export interface TaskAssertion {
  readonly status: TaskStatus;
  readonly done: readonly string[];
}

/** Something the engine reports. Identity: (`source`, `eventId`). */
export interface EngineEvent {
  readonly source: string;
  readonly eventId: string;
  /** `assert` never comes from an engine: it is how desired state (PUT, snapshots) enters the event set. */
  readonly action: EventAction | 'assert';
  readonly occurredAt: Instant;
  readonly sequence: number | null;
  readonly instance: InstanceReport;
  readonly task: TaskReport | null;
  /** Who completed (complete only). */
  readonly actor: Person | null;
  /** With what result, in the engine's words (complete only). */
  readonly result: string | null;
  readonly assertion: TaskAssertion | null;
}

/** The fold of an instance's events. */
export interface InstanceState {
  readonly tenant: string;
  readonly id: string;
  /** Empty, like the process' name and the subject, until an event says it (a deletion may arrive first). */
  readonly processId: string;
  readonly processName: string;
  readonly processVersion: string | null;
  readonly category: string | null;
  readonly subject: string;
  readonly status: InstanceStatus;
  readonly initiator: Person | null;
  readonly startedAt: Instant | null;
  readonly endedAt: Instant | null;
  /** Deleted stays deleted; its tasks are withdrawn for good. */
  readonly deleted: boolean;
  /** By task id, in code-point order. */
  readonly tasks: readonly TaskState[];
  /** The greatest event so far; null before the first. */
  readonly lastEvent: EventOrder | null;
  /** How many events have been folded into this, whether or not they are still stored. */
  readonly eventCount: number;
  /**
   * Grows with each change of what is told, in the form of epoch milliseconds: the greater of the previous plus one and the
   * event's `occurredAt`. Never part of the fold: it depends on the order of arrival.
   */
  readonly version: number;
}

/**
 * The order of events, field by field: the smaller comes first, no sequence comes before any sequence, and texts go by code
 * points. See `compareOrders`.
 */
export interface EventOrder {
  readonly occurredAt: Instant;
  readonly sequence: number | null;
  readonly rank: number;
  readonly source: string;
  readonly eventId: string;
}

export interface TaskState {
  readonly id: string;
  readonly nodeId: string;
  readonly nodeName: string;
  readonly subject: string;
  readonly sceneCode: string | null;
  readonly taskType: string | null;
  readonly urgency: Urgency;
  readonly completion: Completion;
  readonly links: Links;
  readonly createdAt: Instant;
  readonly dueAt: Instant | null;
  readonly status: TaskStatus;
  readonly finishedAt: Instant | null;
  readonly result: string | null;
  /** Everybody who was ever assigned, by person id in code-point order. */
  readonly assignees: readonly AssigneeState[];
  readonly urges: number;
  readonly lastUrgedAt: Instant | null;
  /** Every time the task was open, oldest first. */
  readonly history: readonly TaskHistoryEntry[];
}

export interface AssigneeState {
  readonly person: Person;
  readonly state: 'open' | 'done' | 'withdrawn';
  /** Since when it has been so. */
  readonly since: Instant;
}

/** One span of a task (seed: task_history). */
export interface TaskHistoryEntry {
  readonly status: TaskStatus;
  readonly nodeId: string;
  readonly createdAt: Instant;
  readonly finishedAt: Instant | null;
  readonly actor: Person | null;
  readonly result: string | null;
}

/** Limits of what an engine may tell. Lengths in UTF-16 code units; `assigneesEver` is over the life of one task. */
export const workflowLimits: {
  readonly id: number;
  readonly name: number;
  readonly subject: number;
  readonly url: number;
  readonly assignees: number;
  readonly assigneesEver: number;
  readonly eventsPerRequest: number;
  readonly tasksPerInstance: number;
  readonly eventsPerInstance: number;
  readonly snapshotTasks: number;
  readonly futureMs: number;
  readonly horizonMs: number;
} = {
  id: 128,
  name: 255,
  subject: 512,
  url: 2048,
  assignees: 500,
  assigneesEver: 5000,
  eventsPerRequest: 1000,
  tasksPerInstance: 2000,
  eventsPerInstance: 20_000,
  snapshotTasks: 5000,
  futureMs: 5 * 60_000,
  horizonMs: 90 * 24 * 3_600_000,
};
