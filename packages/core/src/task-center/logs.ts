import { ok, safeTry, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { AttemptFilter } from '../work/ports.ts';
import { boundedLimit, type Stores, type TaskCenterContext } from './context.ts';
import { readNumbers, writeCursor } from './cursor.ts';
import { platformOfLane } from './lane-names.ts';
import { mirrorKey } from './mirror-key.ts';
import type { LogPage } from './ports.ts';
import { mirrorRefsOf } from './project-mirrors.ts';
import type { Page, PushLogFilter, TaskCenter } from './task-center.ts';

/** The keys that a filter is about; null when it does not say, empty when there are none. */
const keysOf = (
  stores: Stores,
  tenant: string,
  { key, taskId }: PushLogFilter,
): ResultAsync<readonly string[] | null, StoreFailure> =>
  safeTry(async function* () {
    if (taskId === null) return ok(key === null ? null : [key]);
    const found = (yield* stores.workflow.findTasks(tenant, [taskId])).get(taskId);
    if (found === undefined) return ok([]);
    const { instance, task } = found;
    const keys = mirrorRefsOf({ ...instance, tasks: [task] }, ['assignee', 'task', 'instance']).map(mirrorKey);
    return ok(key === null ? keys : keys.filter((one) => one === key));
  });

/** Attempts, newest first. */
export const createListPushLog =
  ({ transactor }: TaskCenterContext): TaskCenter['listPushLog'] =>
  (tenant, filter, cursor, limit) =>
    safeTry(async function* () {
      const place = yield* readNumbers(cursor, 2);
      const after = place === null ? null : { claimedAt: place[0] ?? 0, claim: place[1] ?? 0 };
      const wanted = boundedLimit(limit);
      const items = yield* transactor.run((stores) =>
        safeTry(async function* () {
          const lanes = new Map<number, string>();
          for (const { id, name } of yield* stores.lanes.list(tenant)) {
            const platform = platformOfLane(name);
            if (platform !== null && (filter.platform === null || platform === filter.platform))
              lanes.set(id, platform);
          }
          const keys = yield* keysOf(stores, tenant, filter);
          if (lanes.size === 0 || keys?.length === 0) return ok([]);
          const { outcome, from, to } = filter;
          const asked: AttemptFilter = {
            lanes: [...lanes.keys()],
            keys,
            outcomes: outcome === null ? null : [outcome],
            from,
            to,
          };
          const attempts = yield* stores.attempts.list(asked, after, wanted);
          return ok(attempts.map((attempt) => ({ platform: lanes.get(attempt.lane) ?? '', attempt })));
        }),
      );
      const last = items.length < wanted ? undefined : items.at(-1)?.attempt;
      return ok({ items, nextCursor: last === undefined ? null : writeCursor(last.claimedAt, last.claim) });
    });

const pageOf = <T>({ items }: LogPage<T>, wanted: number): Page<T & { readonly id: number }> => {
  const last = items.length < wanted ? undefined : items.at(-1);
  return { items, nextCursor: last === undefined ? null : writeCursor(last.id) };
};

/** Changes of to-dos and decisions by hand, newest first. */
export const createListChangeLog =
  ({ transactor }: TaskCenterContext): TaskCenter['listChangeLog'] =>
  (tenant, filter, cursor, limit) =>
    safeTry(async function* () {
      const place = yield* readNumbers(cursor, 1);
      const wanted = boundedLimit(limit);
      return transactor
        .run(({ taskCenterLogs }) => taskCenterLogs.listChanges(tenant, filter, place?.[0] ?? null, wanted))
        .map((page) => pageOf(page, wanted));
    });

/** What platforms confirmed as gone, newest first. */
export const createListDeletionLog =
  ({ transactor }: TaskCenterContext): TaskCenter['listDeletionLog'] =>
  (tenant, filter, cursor, limit) =>
    safeTry(async function* () {
      const place = yield* readNumbers(cursor, 1);
      const wanted = boundedLimit(limit);
      return transactor
        .run(({ taskCenterLogs }) => taskCenterLogs.listDeletions(tenant, filter, place?.[0] ?? null, wanted))
        .map((page) => pageOf(page, wanted));
    });
