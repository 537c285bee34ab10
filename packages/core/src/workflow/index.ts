export type { Closing, ClosingReport } from './close-tasks.ts';
export { createWorkflow } from './create-workflow.ts';
export { compareEvents, compareOrders, orderOf, rankOf } from './event-order.ts';
export { applyEvent, findTask, foldEvents, unknownInstance } from './fold-events.ts';
export { sameContent } from './fold-into.ts';
export type { FieldIssue } from './field-issues.ts';
export { workflowLimits } from './model.ts';
export type {
  AssigneeState,
  Completion,
  EngineEvent,
  EventAction,
  EventOrder,
  InstanceReport,
  InstanceState,
  InstanceStatus,
  Links,
  Person,
  TaskAssertion,
  TaskHistoryEntry,
  TaskReport,
  TaskState,
  TaskStatus,
  Urgency,
} from './model.ts';
export type {
  EventInsertion,
  InstanceChange,
  ReceivedEvent,
  StoredEvent,
  TaskInInstance,
  TaskScope,
  WorkflowStore,
  WorkflowStores,
} from './ports.ts';
export type { MessageRejection } from './read-message.ts';
export { receiveEvents } from './receive-events.ts';
export {
  receiveMessages,
  type EngineMessage,
  type MessageVerdict,
  type ReceiveMessagesDependencies,
  type RejectedEvent,
} from './receive-messages.ts';
export { createWorkflowSchemas, parseEngineEvent, parseSnapshot, parseToldTask } from './schemas.ts';
export type { WorkflowSchemas } from './schemas.ts';
export type { ToldTaskAt } from './tell-tasks.ts';
export type { ToldTaskRequest } from './told-task-schema.ts';
export type { WorkflowDependencies } from './workflow-dependencies.ts';
export type {
  ChangeEffect,
  EventRejection,
  IgnoredEvent,
  InvalidCursor,
  NotFound,
  RecordReport,
  Snapshot,
  SnapshotNeedsConfirmation,
  SnapshotReport,
  ToldTask,
  Workflow,
  WorkflowListener,
} from './workflow.ts';
export { parseTimestamp } from './zoned-time.ts';
