import { okAsync } from 'neverthrow';
import type { Instant } from '../ports/instant.ts';
import type {
  ChangedTodoRow,
  FeedCountRow,
  FeedFilter,
  FeedPlace,
  FeedStore,
  FeedStores,
  PortalStore,
} from '../task-center/feed-ports.ts';
import type { Portal } from '../task-center/feed-portal.ts';
import { mirrorKeysOfTodo } from '../task-center/todo-mirrors.ts';
import type { Todo, TodoState } from '../task-center/todo.ts';
import { compareCodePoints } from '../work/code-point-order.ts';
import type { MemoryDatabase } from './memory-database.ts';
import { mirrorRowKey, mirrorTable, rowKey, todoTable } from './memory-task-center-rows.ts';
import type { MemoryTable } from './memory-table.ts';

/** When each to-do was last written. */
export const todoChangedTable = (database: MemoryDatabase): MemoryTable<Instant> => database.table('todo-changed');

const ties = (a: Todo, b: Todo): number =>
  compareCodePoints(a.taskId, b.taskId) || compareCodePoints(a.assignee.id, b.assignee.id);

const at = (place: { readonly taskId: string; readonly assigneeId: string }): Todo =>
  ({ taskId: place.taskId, assignee: { id: place.assigneeId } }) as Todo;

const createFeed = (database: MemoryDatabase): FeedStore => {
  const todos = todoTable(database);
  const changed = todoChangedTable(database);
  const mirrors = mirrorTable(database);
  const isOn = (todo: Todo, platform: string): boolean =>
    mirrorKeysOfTodo(todo).some((key) => mirrors.has(mirrorRowKey(todo.tenant, platform, key)));
  const passes = (tenant: string, { assigneeId, states, scope }: FeedFilter, todo: Todo): boolean =>
    todo.tenant === tenant &&
    (assigneeId === null || todo.assignee.id === assigneeId) &&
    (states === null || states.includes(todo.state)) &&
    (scope.processIds === null || scope.processIds.includes(todo.processId)) &&
    (scope.categories === null || (todo.category !== null && scope.categories.includes(todo.category))) &&
    (scope.platforms === null || scope.platforms.some((platform) => isOn(todo, platform)));
  const found = (tenant: string, filter: FeedFilter): Todo[] =>
    todos.all().filter((todo) => passes(tenant, filter, todo));
  const changedAt = (todo: Todo): Instant => changed.get(rowKey(todo.tenant, todo.taskId, todo.assignee.id)) ?? 0;
  return {
    page: (tenant, filter, { after, offset }, limit) => {
      const newestFirst = (a: Todo, b: Todo): number => b.version - a.version || ties(a, b);
      const from = after === null ? null : { ...at(after), version: after.version };
      return okAsync(
        found(tenant, filter)
          .filter((todo) => from === null || newestFirst(from, todo) < 0)
          .sort(newestFirst)
          .slice(offset, offset + limit),
      );
    },
    changes: (tenant, filter, after, limit) => {
      const compare = (a: ChangedTodoRow, b: ChangedTodoRow): number =>
        a.changedAt - b.changedAt || ties(a.todo, b.todo);
      const rowOf = (place: FeedPlace): ChangedTodoRow => ({ todo: at(place), changedAt: place.changedAt });
      const items = found(tenant, filter)
        .map((todo) => ({ todo, changedAt: changedAt(todo) }))
        .filter((row) => after === null || compare(rowOf(after), row) < 0)
        .sort(compare)
        .slice(0, limit);
      return okAsync({ now: database.now(), items });
    },
    count: (tenant, filter) => {
      const rows = new Map<string, { state: TodoState; category: string | null; count: number }>();
      for (const { state, category } of found(tenant, filter)) {
        const key = `${state}:${category === null ? '' : `=${category}`}`;
        const row = rows.get(key) ?? { state, category, count: 0 };
        row.count += 1;
        rows.set(key, row);
      }
      const order = (a: FeedCountRow, b: FeedCountRow): number =>
        compareCodePoints(a.state, b.state) ||
        Number(a.category !== null) - Number(b.category !== null) ||
        compareCodePoints(a.category ?? '', b.category ?? '');
      return okAsync([...rows.values()].sort(order));
    },
  };
};

const createPortals = (database: MemoryDatabase): PortalStore => {
  const table = database.table<Portal>('portal');
  return {
    save: (portal) => {
      const key = rowKey(portal.tenant, portal.code);
      if ((table.get(key)?.revision ?? 0) !== portal.revision - 1) return okAsync(false);
      table.set(key, portal);
      return okAsync(true);
    },
    find: (tenant, code) => okAsync(table.get(rowKey(tenant, code)) ?? null),
    list: (tenant) =>
      okAsync(
        table
          .all()
          .filter((portal) => portal.tenant === tenant)
          .sort((a, b) => compareCodePoints(a.code, b.code)),
      ),
    remove: (tenant, code) => okAsync(table.delete(rowKey(tenant, code))),
  };
};

/** To-dos as they are fetched, and portals, in memory. */
export const createMemoryFeedStores = (database: MemoryDatabase): FeedStores => ({
  feed: createFeed(database),
  portals: createPortals(database),
});
