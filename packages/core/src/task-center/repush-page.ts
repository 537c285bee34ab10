import { ok, safeTry, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { ScheduleItem } from '../work/claim.ts';
import type { Ring } from '../work/ports.ts';
import { activePlatforms, type ActivePlatform } from './active-platforms.ts';
import type { Stores, TaskCenterContext } from './context.ts';
import type { RemoteState } from './mirror.ts';
import { mirrorKey, parseMirrorKey } from './mirror-key.ts';
import type { PlatformMark, TodoCursor, TodoWithMarks } from './ports.ts';
import { parentOf } from './project-mirrors.ts';
import { isTaken, type RepushMode, type RepushRequest } from './repush.ts';

/** What one page of a re-push came to. */
export interface RepushedPage {
  readonly todos: number;
  readonly scheduled: number;
  /** What agrees, was decided by hand, or belongs to a platform that is not enabled. */
  readonly passedOver: number;
  /** Null: that was the last one. */
  readonly after: TodoCursor | null;
  readonly rings: readonly Ring[];
}

/** Sending again is made sure of by doubt: what may be there is confirmed anew. What is known to be away was not lost. */
const inDoubt = (remote: RemoteState): boolean => remote !== 'absent';

interface Marked {
  readonly active: ActivePlatform;
  readonly mark: PlatformMark;
}

/** The marks of a to-do that the request takes. */
const takenMarks = (
  { filter, mode }: RepushRequest,
  platforms: ReadonlyMap<string, ActivePlatform>,
  { marks }: TodoWithMarks,
): readonly Marked[] =>
  marks.flatMap((mark) => {
    const active = platforms.get(mark.platform);
    const fits =
      (filter.platform === null || filter.platform === mark.platform) &&
      (filter.sync === null || filter.sync === mark.sync);
    return active === undefined || !fits || !isTaken(mode, mark.sync) ? [] : [{ active, mark }];
  });

/** The instances that have to hold what is marked, by platform. */
const holdersOf = (taken: readonly Marked[]): ReadonlyMap<ActivePlatform, ReadonlySet<string>> => {
  const holders = new Map<ActivePlatform, Set<string>>();
  for (const { active, mark } of taken) {
    const ref = parseMirrorKey(mark.key);
    const parent = ref === null ? null : parentOf(ref, active.target.capabilities.units);
    if (parent === null) continue;
    const keys = holders.get(active) ?? new Set();
    keys.add(mirrorKey(parent));
    holders.set(active, keys);
  }
  return holders;
};

const itemsOf = (
  stores: Stores,
  mode: RepushMode,
  taken: readonly Marked[],
): ResultAsync<readonly ScheduleItem[], StoreFailure> =>
  safeTry(async function* () {
    const items = new Map<string, ScheduleItem>();
    const add = (active: ActivePlatform, key: string, uncertain: boolean): void =>
      void items.set(`${active.lane.id} ${key}`, {
        lane: active.lane.id,
        key,
        class: 'bulk',
        delayMs: 0,
        uncertain: uncertain && mode === 'all',
      });
    for (const [active, keys] of holdersOf(taken)) {
      const { tenant, code } = active.platform;
      for (const [key, { acknowledged, override }] of yield* stores.mirrors.find(tenant, code, [...keys]))
        if (override === null) add(active, key, inDoubt(acknowledged.state));
    }
    for (const { active, mark } of taken) add(active, mark.key, mark.sync === 'agreed' && inDoubt(mark.remote));
    return ok([...items.values()]);
  });

/** Takes the next to-dos of a re-push and schedules what they need. */
export const repushPage = (
  stores: Stores,
  { registry }: Pick<TaskCenterContext, 'registry'>,
  tenant: string,
  request: RepushRequest,
  after: TodoCursor | null,
  limit: number,
): ResultAsync<RepushedPage, StoreFailure> =>
  safeTry(async function* () {
    const platforms = new Map(
      (yield* activePlatforms(stores, registry, tenant)).map((active) => [active.platform.code, active]),
    );
    const page = yield* stores.todos.list(tenant, request.filter, after, limit);
    const taken = page.map((one) => takenMarks(request, platforms, one));
    const scheduled = yield* itemsOf(stores, request.mode, taken.flat());
    if (scheduled.length > 0) yield* stores.work.schedule(scheduled);
    const last = page.length < limit ? undefined : page.at(-1)?.todo;
    return ok({
      todos: page.length,
      scheduled: scheduled.length,
      passedOver: taken.filter((marks) => marks.length === 0).length,
      after: last === undefined ? null : { version: last.version, taskId: last.taskId, assigneeId: last.assignee.id },
      rings: [...Map.groupBy(scheduled, ({ lane }) => lane)].map(([lane, some]) => ({
        lane,
        keys: some.map(({ key }) => key),
      })),
    });
  });
