import { err, ok, safeTry, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Lane } from '../work/lane.ts';
import type { Stores, TaskCenterContext } from './context.ts';
import { kindOfLane } from '../jobs/job-lane.ts';
import { platformOfLane } from './lane-names.ts';
import { notFound } from './problems.ts';
import type { NotFound, ShownLane, TaskCenter } from './task-center.ts';

const summaryMs = 3_600_000;

const ours = ({ name }: Lane): boolean => platformOfLane(name) !== null || kindOfLane(name) !== null;

/** Lanes with what waits in them and how their attempts of the last hour ended. */
export const shownLanes = (stores: Stores, lanes: readonly Lane[]): ResultAsync<readonly ShownLane[], StoreFailure> =>
  safeTry(async function* () {
    if (lanes.length === 0) return ok([]);
    const ids = lanes.map(({ id }) => id);
    const depths = new Map((yield* stores.work.depths(ids)).map((depth) => [depth.lane, depth]));
    const summary = yield* stores.attempts.summary(ids, (yield* stores.workflow.now()) - summaryMs);
    return ok(
      lanes.map((lane) => ({
        lane,
        depth: depths.get(lane.id) ?? {
          lane: lane.id,
          due: 0,
          scheduled: 0,
          claimed: 0,
          parked: 0,
          uncertain: 0,
          oldestDueMs: null,
        },
        summary: summary.filter((row) => row.lane === lane.id),
      })),
    );
  });

/** The task center's lanes of a tenant, with those of all jobs. */
export const lanesOf = (stores: Stores, tenant: string): ResultAsync<readonly Lane[], StoreFailure> =>
  stores.lanes.list(tenant).map((lanes) => lanes.filter(ours));

export const createListLanes =
  ({ transactor }: TaskCenterContext): TaskCenter['listLanes'] =>
  (tenant) =>
    transactor.run((stores) => lanesOf(stores, tenant).andThen((lanes) => shownLanes(stores, lanes)));

/** Changes one lane's switches, and shows it as it is then. */
const switchLane = (
  { transactor, doorbell }: TaskCenterContext,
  tenant: string,
  name: string,
  change: (stores: Stores, lane: Lane) => ResultAsync<void, StoreFailure>,
): ResultAsync<ShownLane, StoreFailure | NotFound> =>
  transactor
    .run((stores) =>
      safeTry(async function* () {
        const lane = yield* stores.lanes.find({ tenant, name });
        if (lane === null || !ours(lane)) return err(notFound(`lane "${name}"`));
        yield* change(stores, lane);
        const changed = yield* stores.lanes.find({ tenant, name });
        const [shown] = yield* shownLanes(stores, changed === null ? [] : [changed]);
        return shown === undefined ? err(notFound(`lane "${name}"`)) : ok(shown);
      }),
    )
    .map((shown) => {
      doorbell.ring([{ lane: shown.lane.id, keys: [] }]);
      return shown;
    });

export const createSetLanePaused =
  (context: TaskCenterContext): TaskCenter['setLanePaused'] =>
  (tenant, name, paused) =>
    switchLane(context, tenant, name, (stores, lane) => stores.lanes.setPaused(lane.id, paused));

export const createReopenLane =
  (context: TaskCenterContext): TaskCenter['reopenLane'] =>
  (tenant, name) =>
    switchLane(context, tenant, name, (stores, lane) => stores.lanes.reopen(lane.id));
