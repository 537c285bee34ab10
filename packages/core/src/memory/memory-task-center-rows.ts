import type { Mirror } from '../task-center/mirror.ts';
import type { StoredToken } from '../task-center/platform.ts';
import type { ChangeLogEntry, DeletionLogEntry, Platform, RoutingRule } from '../task-center/ports.ts';
import type { Todo } from '../task-center/todo.ts';
import type { MemoryDatabase } from './memory-database.ts';
import type { MemoryTable } from './memory-table.ts';

/** Joins parts into one key; no part may hold the separator, which no identifier does. */
export const rowKey = (...parts: readonly string[]): string => parts.join('\u0000');

export const mirrorRowKey = (tenant: string, platform: string, key: string): string => rowKey(tenant, platform, key);

export const todoTable = (database: MemoryDatabase): MemoryTable<Todo> => database.table('todo');
export const mirrorTable = (database: MemoryDatabase): MemoryTable<Mirror> => database.table('mirror');
export const platformTable = (database: MemoryDatabase): MemoryTable<Platform> => database.table('platform');
export const ruleTable = (database: MemoryDatabase): MemoryTable<readonly RoutingRule[]> =>
  database.table('routing-rule');
export const tokenTable = (database: MemoryDatabase): MemoryTable<StoredToken> => database.table('platform-token');
export const changeTable = (database: MemoryDatabase): MemoryTable<ChangeLogEntry & { readonly id: number }> =>
  database.table('change-log');
export const deletionTable = (database: MemoryDatabase): MemoryTable<DeletionLogEntry & { readonly id: number }> =>
  database.table('deletion-log');
