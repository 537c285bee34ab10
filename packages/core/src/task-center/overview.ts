import { ok, safeTry, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Attempt } from '../work/attempt.ts';
import type { Lane } from '../work/lane.ts';
import type { AttemptOutcome } from '../work/outcome.ts';
import type { Stores, TaskCenterContext } from './context.ts';
import { platformOfLane } from './lane-names.ts';
import { lanesOf, shownLanes } from './lanes.ts';
import type { Overview, TaskCenter } from './task-center.ts';

type Failure = Overview['failures'][number];

const hourMs = 3_600_000;
const mostFailures = 50;
const failing: readonly AttemptOutcome[] = [
  'failed',
  'refused',
  'unknown',
  'undecidable',
  'credentials',
  'interrupted',
];

const grouped = (attempts: readonly Attempt[], lanes: readonly Lane[]): readonly Failure[] => {
  const platforms = new Map(lanes.map(({ id, name }) => [id, platformOfLane(name) ?? name]));
  const groups = new Map<string, Failure>();
  for (const { lane, outcome, reason, claimedAt } of attempts) {
    const platform = platforms.get(lane) ?? '';
    const key = JSON.stringify([platform, outcome, reason]);
    const group = groups.get(key) ?? { platform, outcome, reason: reason ?? '', count: 0, lastAt: claimedAt };
    groups.set(key, { ...group, count: group.count + 1, lastAt: Math.max(group.lastAt, claimedAt) });
  }
  return [...groups.values()].toSorted((a, b) => b.count - a.count || b.lastAt - a.lastAt).slice(0, mostFailures);
};

/** What fails: grouped over the last 1,000 failures of the last hour, so that a long outage stays cheap to look at. */
const failuresOf = (
  stores: Stores,
  lanes: readonly Lane[],
  now: number,
): ResultAsync<readonly Failure[], StoreFailure> =>
  safeTry(async function* () {
    if (lanes.length === 0) return ok([]);
    const attempts: Attempt[] = [];
    const filter = { lanes: lanes.map(({ id }) => id), keys: null, outcomes: failing, from: now - hourMs, to: null };
    for (let page = 0; page < 5; page += 1) {
      const last = attempts.at(-1);
      const found: readonly Attempt[] = yield* stores.attempts.list(
        filter,
        last === undefined ? null : { claimedAt: last.claimedAt, claim: last.claim },
        200,
      );
      attempts.push(...found);
      if (found.length < 200) break;
    }
    return ok(grouped(attempts, lanes));
  });

export const createOverview =
  ({ transactor }: TaskCenterContext): TaskCenter['overview'] =>
  (tenant) =>
    transactor.run((stores) =>
      safeTry(async function* () {
        const lanes = yield* lanesOf(stores, tenant);
        return ok({
          todos: yield* stores.todos.countByState(tenant),
          lanes: yield* shownLanes(stores, lanes),
          mirrors: yield* stores.mirrors.count(tenant),
          failures: yield* failuresOf(stores, lanes, yield* stores.workflow.now()),
        });
      }),
    );
