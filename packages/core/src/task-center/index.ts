export { needsPerson, type AttentionCases, type AttentionItem, type AttentionKind } from './attention-items.ts';
export type { AttentionSource } from './attention.ts';
export type { FailedObject, FailureCases, FailureGroup, FailureRef, FailureReport, GroupDecision } from './failures.ts';
export type { TriedAnswer, TryOut, TryOutCases, TryOutKind, TryOutRequest } from './try-out.ts';
export { explainWords, type InBothLanguages, type VendorError } from './vendor-error.ts';
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
  People,
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
  MarkCounts,
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
  SweepLevel,
  SyncState,
  TaskCenterLogs,
  TaskCenterStores,
  TodoCursor,
  TodoFilter,
  TodoStore,
  TodoWithMarks,
  WantedMirror,
} from './ports.ts';
export { isTaken } from './repush.ts';
export type { RepushCases, RepushMode, RepushPreview, RepushRequest } from './repush.ts';
export { pushLaneName, sweepLaneName } from './lane-names.ts';
export {
  callbackBytes,
  callbackToleranceMs,
  type Callback,
  type CallbackReader,
  type CallbackReading,
  type CallbackRejection,
  type CallbackRemote,
  type CallbackRequest,
  type ReadDecision,
} from './callbacks/callback.ts';
export type { Callbacks, ReceivedCallback } from './callbacks/callbacks.ts';
export type { CallbackCursor, CallbackFilter, CallbackStore } from './callbacks/ports.ts';
export { isPersonSpace, personSpaceField, withPersonSpace } from './person-space.ts';
export type { PersonMapping, PersonMappingStore } from './person-mapping.ts';
export type { PersonMappings, PutMappings, RejectedLine, SpaceCount, UploadedMappings } from './person-mappings.ts';
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
export { createFeed } from './create-feed.ts';
export type { CredentialRefused, FeedDependencies, IdentifyPerson } from './feed-context.ts';
export {
  everyTodo,
  usualRefusal,
  usualTemplate,
  type FeedScope,
  type Portal,
  type PortalPerson,
} from './feed-portal.ts';
export type {
  ChangedTodoRow,
  FeedCountRow,
  FeedFilter,
  FeedPlace,
  FeedStore,
  FeedStores,
  PortalRoots,
  PortalStore,
  PortalTemplates,
} from './feed-ports.ts';
export type {
  Feed,
  FeedChange,
  FeedChanges,
  FeedCounts,
  FeedState,
  PortalDraft,
  PortalFeed,
  PortalRefused,
  PortalRequest,
  ShownPortal,
} from './feed.ts';
