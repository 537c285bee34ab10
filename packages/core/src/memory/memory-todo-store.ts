import { okAsync } from 'neverthrow';
import { mirrorKey } from '../task-center/mirror-key.ts';
import type { Mirror, MirrorRef } from '../task-center/mirror.ts';
import type {
  PlatformMark,
  SyncState,
  TodoCursor,
  TodoFilter,
  TodoStore,
  TodoWithMarks,
} from '../task-center/ports.ts';
import { syncStateOf } from '../task-center/sync-state.ts';
import { pushLaneName } from '../task-center/lane-names.ts';
import type { Todo, TodoState } from '../task-center/todo.ts';
import { compareCodePoints } from '../work/code-point-order.ts';
import type { InstanceStatus } from '../workflow/model.ts';
import type { MemoryDatabase } from './memory-database.ts';
import { todoChangedTable } from './memory-feed-stores.ts';
import { mirrorRowKey, mirrorTable, platformTable, rowKey, todoTable } from './memory-task-center-rows.ts';
import { laneTable, workRowKey, workTable } from './memory-work-rows.ts';
import { memoryInstanceStatus } from './memory-workflow-store.ts';

const refsOf = ({ instanceId, taskId, assignee }: Todo): readonly MirrorRef[] => [
  { unit: 'assignee', instanceId, taskId, assigneeId: assignee.id },
  { unit: 'task', instanceId, taskId, assigneeId: null },
  { unit: 'instance', instanceId, taskId: null, assigneeId: null },
];

/** Newest change first, then by task and person. */
const compare = (a: Todo, b: Todo): number =>
  b.version - a.version || compareCodePoints(a.taskId, b.taskId) || compareCodePoints(a.assignee.id, b.assignee.id);

const compareByAssignee = (a: Todo, b: Todo): number =>
  compareCodePoints(a.assignee.id, b.assignee.id) || a.version - b.version || compareCodePoints(a.taskId, b.taskId);

const placed = ({ version, taskId, assigneeId }: TodoCursor): Todo =>
  ({ version, taskId, assignee: { id: assigneeId } }) as Todo;

const is = <T>(wanted: T | null, value: T | null): boolean => wanted === null || wanted === value;

const fits = (filter: TodoFilter, mark: PlatformMark): boolean =>
  is(filter.platform, mark.platform) && is(filter.sync, mark.sync);

const passes = (filter: TodoFilter, { todo, marks }: TodoWithMarks, status: InstanceStatus | null): boolean =>
  is(filter.instanceStatus, status) &&
  is(filter.state, todo.state) &&
  is(filter.assigneeId, todo.assignee.id) &&
  is(filter.taskId, todo.taskId) &&
  is(filter.instanceId, todo.instanceId) &&
  is(filter.processId, todo.processId) &&
  is(filter.category, todo.category) &&
  is(filter.urgency, todo.urgency) &&
  (filter.text === null || todo.title.toLowerCase().includes(filter.text.toLowerCase())) &&
  (filter.createdFrom === null || todo.createdAt >= filter.createdFrom) &&
  (filter.createdTo === null || todo.createdAt < filter.createdTo) &&
  ((filter.sync === null && filter.platform === null) || marks.some((mark) => fits(filter, mark)));

/** To-dos in memory, with their marks out of mirrors and work rows. */
export const createMemoryTodoStore = (database: MemoryDatabase): TodoStore => {
  const todos = todoTable(database);
  const changedAt = todoChangedTable(database);
  const mirrors = mirrorTable(database);
  const work = workTable(database);

  const platformsOf = (tenant: string): ReadonlyMap<string, number | null> => {
    const lanes = new Map(
      [...laneTable(database).values()]
        .filter(({ lane }) => lane.tenant === tenant)
        .map(({ lane }) => [lane.name, lane.id]),
    );
    return new Map(
      [...platformTable(database).values()]
        .filter((platform) => platform.tenant === tenant)
        .map(({ code }): [string, number | null] => [code, lanes.get(pushLaneName(code)) ?? null])
        .toSorted(([a], [b]) => compareCodePoints(a, b)),
    );
  };
  const markOf = (mirror: Mirror, lane: number | null): PlatformMark => {
    const row = lane === null ? undefined : work.get(workRowKey(lane, mirror.key));
    return {
      platform: mirror.platform,
      key: mirror.key,
      sync: syncStateOf(mirror, row ?? null),
      remote: mirror.acknowledged.state,
      remoteId: mirror.acknowledged.remoteId,
      desiredVersion: mirror.desiredVersion,
      acknowledgedVersion: mirror.acknowledged.version,
      acknowledgedAt: mirror.acknowledgedAt,
      attempts: row?.attempts ?? 0,
      dueAt: row === undefined || row.parked !== null ? null : row.dueAt,
    };
  };
  const withMarks = (todo: Todo, platforms: ReadonlyMap<string, number | null>): TodoWithMarks => ({
    todo,
    marks: [...platforms].flatMap(([platform, lane]) => {
      const mirror = refsOf(todo)
        .map((ref) => mirrors.get(mirrorRowKey(todo.tenant, platform, mirrorKey(ref))))
        .find((found) => found !== undefined);
      return mirror === undefined ? [] : [markOf(mirror, lane)];
    }),
  });

  /** Those that pass, in order, one by one. */
  const passing = function* (tenant: string, filter: TodoFilter, after: Todo | null): Iterable<TodoWithMarks> {
    const platforms = platformsOf(tenant);
    const ordered = [...todos.values()]
      .filter((todo) => todo.tenant === tenant && (after === null || compare(after, todo) < 0))
      .toSorted(compare);
    for (const todo of ordered) {
      const candidate = withMarks(todo, platforms);
      if (passes(filter, candidate, memoryInstanceStatus(database, tenant, todo.instanceId))) yield candidate;
    }
  };

  return {
    save: (items) =>
      okAsync(
        items.map((todo) => {
          const key = rowKey(todo.tenant, todo.taskId, todo.assignee.id);
          const before = todos.get(key)?.state ?? null;
          todos.set(key, todo);
          changedAt.set(key, database.now());
          return before;
        }),
      ),
    find: (tenant, taskId, assigneeId) => {
      const todo = todos.get(rowKey(tenant, taskId, assigneeId));
      return okAsync(todo === undefined ? null : withMarks(todo, platformsOf(tenant)));
    },
    list: (tenant, filter, after, limit) => {
      const place = after === null ? null : placed(after);
      const found: TodoWithMarks[] = [];
      for (const candidate of passing(tenant, filter, place)) {
        found.push(candidate);
        if (found.length === limit) break;
      }
      return okAsync(found);
    },
    countMarks: (tenant, filter, limit) => {
      const counts = new Map<string, { platform: string; sync: SyncState; count: number }>();
      let seen = 0;
      for (const { marks } of passing(tenant, filter, null)) {
        seen += 1;
        if (seen > limit) break;
        for (const { platform, sync } of marks.filter((mark) => fits(filter, mark))) {
          const key = rowKey(platform, sync);
          counts.set(key, { platform, sync, count: (counts.get(key)?.count ?? 0) + 1 });
        }
      }
      const marks = [...counts.values()].toSorted(
        (a, b) => compareCodePoints(a.platform, b.platform) || compareCodePoints(a.sync, b.sync),
      );
      return okAsync({ todos: Math.min(seen, limit), more: seen > limit, marks });
    },
    countByState: (tenant) => {
      const counts: Record<TodoState, number> = { open: 0, done: 0, withdrawn: 0 };
      for (const todo of todos.values()) if (todo.tenant === tenant) counts[todo.state] += 1;
      return okAsync(counts);
    },
    pageOfAssignees: (tenant, assigneeIds, after, limit) => {
      const place = after === null ? null : placed(after);
      const wanted = new Set(assigneeIds);
      return okAsync(
        [...todos.values()]
          .filter(
            (todo) =>
              todo.tenant === tenant &&
              wanted.has(todo.assignee.id) &&
              (place === null || compareByAssignee(place, todo) < 0),
          )
          .toSorted(compareByAssignee)
          .slice(0, limit),
      );
    },
  };
};
