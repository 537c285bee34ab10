import type { TaskCenterStores } from '../task-center/ports.ts';
import type { MemoryDatabase } from './memory-database.ts';
import { createMemoryCallbackStore } from './memory-callback-store.ts';
import { createMemoryMirrorStore } from './memory-mirror-store.ts';
import { createMemoryPersonMappingStore } from './memory-person-mapping-store.ts';
import { createMemoryPlatformStore, createMemoryRuleStore, createMemoryTokenStore } from './memory-platform-store.ts';
import { createMemoryTaskCenterLogs } from './memory-task-center-logs.ts';
import { createMemoryTodoStore } from './memory-todo-store.ts';

/** The task center's stores over a memory database. */
export const createMemoryTaskCenterStores = (database: MemoryDatabase): TaskCenterStores => ({
  todos: createMemoryTodoStore(database),
  mirrors: createMemoryMirrorStore(database),
  platforms: createMemoryPlatformStore(database),
  rules: createMemoryRuleStore(database),
  taskCenterLogs: createMemoryTaskCenterLogs(database),
  personMappings: createMemoryPersonMappingStore(database),
  callbacks: createMemoryCallbackStore(database),
  tokens: createMemoryTokenStore(database),
});
