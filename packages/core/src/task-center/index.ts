export { createTaskCenter, type RunningTaskCenter, type TaskCenterDependencies } from './create-task-center.ts';
export { definePlatformKind, type PlatformDefinition } from './define-platform-kind.ts';
export { mirrorKey, parseMirrorKey, parseTodoId, todoId } from './mirror-key.ts';
export type {
  Acknowledged,
  ContentHandler,
  ContentTask,
  DesiredMirror,
  Mirror,
  MirrorContent,
  MirrorOverride,
  MirrorRef,
  MirrorUnit,
  RemoteState,
} from './mirror.ts';
export type {
  ConfigField,
  PlatformCapabilities,
  PlatformConnection,
  PlatformKind,
  PushAnswer,
  PushCall,
  PushContext,
  PushData,
  PushOperation,
  PushRefusal,
  SettingsInvalid,
  SettingsIssue,
  StoredToken,
  TaskCenterPlatform,
  TokenCache,
  VerifyAnswer,
} from './platform.ts';
export type {
  ChangeLogEntry,
  DeletionLogEntry,
  LogPage,
  MirrorAcknowledgement,
  MirrorCount,
  MirrorStore,
  Platform,
  PlatformMark,
  PlatformStore,
  RetrySettings,
  RoutingRule,
  RuleStore,
  Sweep,
  SweepStore,
  SyncState,
  TaskCenterLogs,
  TaskCenterStores,
  TodoCursor,
  TodoFilter,
  TodoStore,
  TodoWithMarks,
  WantedMirror,
} from './ports.ts';
export { pushLaneName, sweepLaneName } from './lane-names.ts';
export { plan, type Plan, type PlanInput, type PlanOptions } from './plan.ts';
export { desiredMirror, fullContent, mirrorRefsOf } from './project-mirrors.ts';
export { defaultRules, routeFor, type Route, type RoutingFacts } from './route.ts';
export { defaultSweepSchedule, type SweepSchedule } from './schedule-sweeps.ts';
export { syncStateOf } from './sync-state.ts';
export type {
  Conflict,
  Decision,
  Invalid,
  NotFound,
  Overview,
  Page,
  PlatformDraft,
  PushLogEntry,
  PushLogFilter,
  ShownLane,
  ShownPlatform,
  ShownTodo,
  TaskCenter,
  TimelineEntry,
} from './task-center.ts';
export type { Todo, TodoState } from './todo.ts';
export { todosOf } from './todos-of.ts';
