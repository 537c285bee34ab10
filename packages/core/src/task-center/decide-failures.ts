import { err, ok, safeTry, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import { activePlatforms, type ActivePlatform } from './active-platforms.ts';
import type { Stores, TaskCenterContext } from './context.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { decideOn } from './decide.ts';
import { todosShownBy } from './failed-objects.ts';
import type { FailureCases, FailureRef, FailureReport, GroupDecision } from './failures.ts';
import { mirrorKey, parseMirrorKey } from './mirror-key.ts';
import type { ChangeLogEntry } from './ports.ts';
import { notFound } from './problems.ts';
import { parentOf } from './project-mirrors.ts';
import type { NotFound } from './task-center.ts';
import type { Todo } from './todo.ts';

/** How many objects a call may decide on, and how many share a transaction. */
const bounds = { pushed: 5_000, pushedTogether: 500, decided: 200 };

interface Deciding {
  readonly context: TaskCenterContext;
  readonly tenant: string;
  readonly group: FailureRef;
  readonly decision: GroupDecision;
  readonly by: string;
}

/** What one transaction came to. */
interface Portion {
  readonly decided: number;
  readonly skipped: number;
  readonly keys: readonly string[];
}

const activePlatform = (
  { context, tenant, group }: Deciding,
  stores: Stores,
): ResultAsync<ActivePlatform, StoreFailure | NotFound> =>
  activePlatforms(stores, context.registry, tenant).andThen((all) => {
    const found = all.find(({ platform }) => platform.code === group.platform);
    return found === undefined ? err(notFound(`enabled platform "${group.platform}"`)) : ok(found);
  });

const logLine = ({ tenant, group, decision, by }: Deciding, todo: Todo): Omit<ChangeLogEntry, 'at'> => ({
  tenant,
  taskId: todo.taskId,
  assignee: todo.assignee,
  instanceId: todo.instanceId,
  from: todo.state,
  to: todo.state,
  platform: group.platform,
  cause: decision,
  eventId: null,
  by,
});

const nextKeys = (
  { group: { standing, cause } }: Deciding,
  stores: Stores,
  active: ActivePlatform,
  after: string | null,
  limit: number,
): ResultAsync<readonly string[], StoreFailure> =>
  stores.work.troubled({ lane: active.lane.id, standing, cause }, after, limit);

/** Makes a page of objects due, behind what is live, together with the instances that they wait for in vain. */
const pushPage = (
  deciding: Deciding,
  after: string | null,
  limit: number,
): ResultAsync<Portion, StoreFailure | NotFound> =>
  deciding.context.transactor.run((stores) =>
    safeTry(async function* () {
      const active = yield* activePlatform(deciding, stores);
      const lane = active.lane.id;
      const keys = yield* nextKeys(deciding, stores, active, after, limit);
      const refs = keys.flatMap((key) => parseMirrorKey(key) ?? []);
      const { units } = active.target.capabilities;
      const parents = new Set(refs.flatMap((ref) => parentOf(ref, units) ?? []).map(mirrorKey));
      const waiting = (yield* stores.work.find([...parents].map((key) => ({ lane, key })))).filter(
        ({ parked }) => parked !== null,
      );
      // In the order of keys, so that two of these never wait for each other.
      yield* stores.work.hasten(
        lane,
        waiting.map(({ key }) => key),
        'bulk',
      );
      const decided = yield* stores.work.hasten(lane, keys, 'bulk');
      const instances = yield* stores.workflow.findInstances(deciding.tenant, [
        ...new Set(refs.map(({ instanceId }) => instanceId)),
      ]);
      const lines = refs.flatMap((ref) =>
        todosShownBy(instances.get(ref.instanceId), ref).map((todo) => logLine(deciding, todo)),
      );
      yield* stores.taskCenterLogs.appendChanges(lines);
      return ok({ decided, skipped: keys.length - decided, keys });
    }),
  );

/** Decides about one object, in a transaction of its own: it locks its instance first, as everybody does. */
const decideOne = (
  deciding: Deciding,
  key: string,
): ResultAsync<{ readonly done: boolean; readonly lane: number }, StoreFailure | NotFound> =>
  deciding.context.transactor.run((stores) =>
    safeTry(async function* () {
      const active = yield* activePlatform(deciding, stores);
      const lane = active.lane.id;
      const ref = parseMirrorKey(key);
      if (ref === null) return ok({ done: false, lane });
      const { tenant, group, decision, context } = deciding;
      const instance = (yield* stores.workflow.lockInstances(tenant, [ref.instanceId])).get(ref.instanceId);
      const [state] = yield* stores.work.find([{ lane, key }]);
      const standing = state === undefined ? null : (state.parked ?? (state.attempts > 0 ? 'failing' : null));
      if (instance === undefined || state === undefined || state.claimed || standing !== group.standing)
        return ok({ done: false, lane });
      yield* decideOn(stores, active, ref, instance, decision, context.tracer?.current() ?? null);
      yield* stores.taskCenterLogs.appendChanges(todosShownBy(instance, ref).map((todo) => logLine(deciding, todo)));
      return ok({ done: true, lane });
    }),
  );

const decidePage = (
  deciding: Deciding,
  after: string | null,
  limit: number,
): ResultAsync<Portion, StoreFailure | NotFound> =>
  safeTry(async function* () {
    const { transactor } = deciding.context;
    const keys = yield* transactor.run((stores) =>
      activePlatform(deciding, stores).andThen((active) => nextKeys(deciding, stores, active, after, limit)),
    );
    let decided = 0;
    for (const key of keys) if ((yield* decideOne(deciding, key)).done) decided += 1;
    return ok({ decided, skipped: keys.length - decided, keys });
  });

const countOf = ({ context, tenant, group }: Deciding): ResultAsync<number, StoreFailure | NotFound> =>
  context.transactor.run((stores) =>
    safeTry(async function* () {
      const active = yield* activePlatform({ context, tenant, group, decision: 'push-now', by: '' }, stores);
      const troubles = yield* stores.work.troubles([active.lane.id], 1_000);
      return ok(
        troubles.find(({ standing, cause }) => standing === group.standing && cause === group.cause)?.count ?? 0,
      );
    }),
  );

/** Decides about a group of failures, a bounded number of objects at a time. */
export const createDecideFailures =
  (context: TaskCenterContext): FailureCases['decideFailures'] =>
  (tenant, group, decision, { trial, cursor }, by) =>
    safeTry(async function* () {
      const deciding: Deciding = { context, tenant, group, decision, by };
      let after = (yield* readCursor(cursor, 1))?.[0] ?? null;
      const matched = yield* countOf(deciding);
      let report: FailureReport = { matched, decided: 0, skipped: 0, nextCursor: null };
      if (trial || matched === 0) return ok(report);
      const pushes = decision === 'push-now';
      const together = pushes ? bounds.pushedTogether : bounds.decided;
      for (let left = pushes ? bounds.pushed : bounds.decided; left > 0; left -= together) {
        const portion = yield* (pushes ? pushPage : decidePage)(deciding, after, together);
        after = portion.keys.at(-1) ?? after;
        report = {
          matched,
          decided: report.decided + portion.decided,
          skipped: report.skipped + portion.skipped,
          nextCursor: portion.keys.length < together || after === null ? null : writeCursor(after),
        };
        if (report.nextCursor === null) break;
      }
      const lane = yield* context.transactor.run((stores) => activePlatform(deciding, stores));
      context.doorbell.ring([{ lane: lane.lane.id, keys: [] }]);
      return ok(report);
    });
