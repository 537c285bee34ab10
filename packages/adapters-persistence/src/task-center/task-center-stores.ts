import type { TaskCenterStores } from '@portico/core/task-center';
import type { Session } from '../database/session.ts';
import { createSqlCallbackStore } from './callback-store.ts';
import { createSqlMirrorStore } from './mirror-store.ts';
import { createSqlPersonMappingStore } from './person-mapping-store.ts';
import { createSqlPlatformStore } from './platform-store.ts';
import { createSqlRuleStore } from './rule-store.ts';
import { createSqlTaskCenterLogs } from './task-center-logs.ts';
import { createSqlTodoStore } from './todo-store.ts';
import { createSqlTokenStore } from './token-store.ts';

/** The task center's stores. */
export function createSqlTaskCenterStores(session: Session): TaskCenterStores {
  return {
    todos: createSqlTodoStore(session),
    mirrors: createSqlMirrorStore(session),
    platforms: createSqlPlatformStore(session),
    rules: createSqlRuleStore(session),
    taskCenterLogs: createSqlTaskCenterLogs(session),
    personMappings: createSqlPersonMappingStore(session),
    callbacks: createSqlCallbackStore(session),
    tokens: createSqlTokenStore(session),
  };
}
