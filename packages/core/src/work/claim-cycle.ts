import { ok, safeTry, type Err, type Result, type ResultAsync } from 'neverthrow';
import type { Millis } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Transactor } from '../ports/transactor.ts';
import { workClasses, type Claim, type SessionId, type Settlement, type WorkClass } from './claim.ts';
import { releaseClaim } from './decide-settlement.ts';
import type { Loaded, WorkHandler } from './handler.ts';
import type { Lane, LaneId } from './lane.ts';
import type { WorkQueue, WorkStores } from './ports.ts';
import { divideLeftovers, type SlotShares } from './slots.ts';

/** What a worker asks of one lane. */
export interface Ask<Stores> {
  readonly lane: Lane;
  readonly handler: WorkHandler<Stores, unknown, unknown>;
  /** How many keys can start now. */
  readonly keys: number;
  readonly shares: SlotShares;
  /** A crashed key may be kept: nothing else runs in the lane, and one key is asked for. */
  readonly alone: boolean;
}

/** What one lane gave. */
export interface LaneYield {
  readonly lane: Lane;
  readonly loaded: readonly Loaded<unknown>[];
  /** Classes that may have more; empty when the lane has run dry. */
  readonly hungry: ReadonlySet<WorkClass>;
  /** Crashed keys were seen. */
  readonly crashed: boolean;
}

export interface CycleYield {
  readonly lanes: readonly Lane[] | null;
  readonly yields: readonly LaneYield[];
  /** Whether `nextDueMs` was asked for. */
  readonly looked: boolean;
  readonly nextDueMs: Millis | null;
}

export interface CyclePlan<Stores> {
  readonly session: SessionId;
  readonly asks: readonly Ask<Stores>[];
  readonly refreshLanes: boolean;
  /** Lanes to look ahead in, besides those that run dry; null does not look. */
  readonly lookIn: readonly LaneId[] | null;
}

/**
 * Whether a key runs with nothing beside it. One lost worker takes hundreds of claims with it, nearly all of them innocent; a key that went down with two
 * is looked at alone, so that the third tells for sure.
 */
export const runsAlone = (claim: Claim): boolean => claim.crashes >= 2;

/** The claims that may start together. */
export const keepable = <Stores>(ask: Ask<Stores>, claims: readonly Claim[]): readonly Claim[] =>
  claims.filter((claim) => !runsAlone(claim) || (ask.alone && claims.length === 1));

/** One transaction for all lanes: claims into free slots, loads what the claims need, settles what has nothing left to do. */
export const runClaimCycle = <Stores extends WorkStores>(
  transactor: Transactor<Stores>,
  plan: CyclePlan<Stores>,
): ResultAsync<CycleYield, StoreFailure> =>
  transactor.run((stores) =>
    safeTry(async function* (): AsyncGenerator<Err<never, StoreFailure>, Result<CycleYield, StoreFailure>> {
      const lanes = plan.refreshLanes ? yield* stores.lanes.list(null) : null;
      const taken = yield* claimForAsks(stores.work, plan.session, plan.asks);
      const settlements: Settlement[] = [];
      const yields: LaneYield[] = [];
      for (const { ask, claims, hungry } of taken) {
        const keep = keepable(ask, claims);
        settlements.push(...claims.filter((claim) => !keep.includes(claim)).map(releaseClaim));
        const loaded: Loaded<unknown>[] = [];
        if (keep.length > 0) {
          const items = yield* ask.handler.load(stores, ask.lane, keep);
          for (const claim of keep) {
            if (items.has(claim.id)) loaded.push({ claim, item: items.get(claim.id) });
            else settlements.push(nothingToDo(claim));
          }
        }
        yields.push({ lane: ask.lane, loaded, hungry, crashed: claims.some(runsAlone) });
      }
      if (settlements.length > 0) yield* stores.work.settle(settlements);
      const dry = taken.filter(({ hungry }) => hungry.size === 0).map(({ ask }) => ask.lane.id);
      const ahead = plan.lookIn === null ? null : [...new Set([...plan.lookIn, ...dry])];
      const nextDueMs = ahead === null || ahead.length === 0 ? null : yield* stores.work.nextDueInMs(ahead);
      return ok({ lanes, yields, looked: ahead !== null, nextDueMs });
    }),
  );

/** The settlement of a claim whose context has nothing left to do. */
export const nothingToDo = (claim: Claim): Settlement => ({
  ...releaseClaim(claim),
  verdict: 'done',
  uncertain: false,
});

/** What the store gave for one ask. */
export interface Taken<Stores> {
  readonly ask: Ask<Stores>;
  readonly claims: readonly Claim[];
  readonly hungry: ReadonlySet<WorkClass>;
}

/** Claims by shares first; what some classes leave over goes to the others, until the slots are full or the lanes are dry. */
export const claimForAsks = <Stores>(
  work: WorkQueue,
  session: SessionId,
  asks: readonly Ask<Stores>[],
): ResultAsync<readonly Taken<Stores>[], StoreFailure> =>
  safeTry(async function* (): AsyncGenerator<Err<never, StoreFailure>, Result<readonly Taken<Stores>[], StoreFailure>> {
    const desks = asks.map((ask) => ({ ask, shares: ask.shares, claims: [] as Claim[], dry: new Set<WorkClass>() }));
    let open = desks;
    while (open.length > 0) {
      const found = groupByLane(
        yield* work.claim(
          session,
          open.flatMap(({ ask, shares }) => wantsOf(ask.lane.id, shares)),
        ),
      );
      for (const desk of open) {
        const claims = found.get(desk.ask.lane.id) ?? [];
        desk.claims.push(...claims);
        for (const name of workClasses) if (countOf(claims, name) < desk.shares[name]) desk.dry.add(name);
        const left = desk.ask.keys - desk.claims.length;
        // A few slots are not worth another question; they are filled together with those that become free meanwhile.
        desk.shares =
          left * fewOf <= desk.claims.length
            ? noShares
            : divideLeftovers(
                left,
                workClasses.filter((name) => !desk.dry.has(name)),
              );
      }
      open = open.filter(({ shares }) => workClasses.some((name) => shares[name] > 0));
    }
    return ok(
      desks.map(({ ask, claims, dry }) => ({
        ask,
        claims,
        hungry: new Set(workClasses.filter((name) => !dry.has(name))),
      })),
    );
  });

const fewOf = 3;
const noShares: SlotShares = { live: 0, retry: 0, bulk: 0 };

const wantsOf = (lane: LaneId, shares: SlotShares): { lane: LaneId; class: WorkClass; count: number }[] =>
  workClasses.filter((name) => shares[name] > 0).map((name) => ({ lane, class: name, count: shares[name] }));

const countOf = (claims: readonly Claim[], name: WorkClass): number =>
  claims.filter((claim) => claim.class === name).length;

const groupByLane = (claims: readonly Claim[]): Map<LaneId, Claim[]> => {
  const lanes = new Map<LaneId, Claim[]>();
  for (const claim of claims) {
    const lane = lanes.get(claim.lane);
    if (lane === undefined) lanes.set(claim.lane, [claim]);
    else lane.push(claim);
  }
  return lanes;
};
