import { ok, okAsync, ResultAsync, safeTry, type Err, type Result } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Transactor } from '../ports/transactor.ts';
import type { Attempt } from './attempt.ts';
import type { Claim, ClaimId, Settled, Settlement } from './claim.ts';
import type { LaneClosing } from './decide-settlement.ts';
import type { Park, WorkHandler } from './handler.ts';
import type { Lane, LaneId } from './lane.ts';
import type { WorkStores } from './ports.ts';

/** The end of one claim, to be written. */
export interface Ending<Stores> {
  readonly claim: Claim;
  readonly lane: Lane;
  readonly handler: WorkHandler<Stores, unknown, unknown>;
  readonly settlement: Settlement;
  /** Null when there was nothing to do. */
  readonly attempt: Attempt | null;
  readonly ack: unknown;
  readonly effect: LaneEffect | null;
  /** What it says about the lane's target; null says nothing. */
  readonly healthy: boolean | null;
}

/** What an ending does to its lane. */
export type LaneEffect = { readonly kind: 'close'; readonly closing: LaneClosing } | { readonly kind: 'reopen' };

/** What became of a batch. */
export interface BatchEnd {
  readonly settled: readonly Settled[];
  readonly late: number;
}

/**
 * Writes endings in one transaction: ends the claims, acknowledges those that were still valid, tells of keys that park, logs every
 * attempt, closes or opens lanes. A claim that was taken over has its attempt corrected and its key scheduled as uncertain, nothing else.
 */
export const settleBatch = <Stores extends WorkStores>(
  transactor: Transactor<Stores>,
  endings: readonly Ending<Stores>[],
): ResultAsync<BatchEnd, StoreFailure> =>
  transactor.run((stores) =>
    safeTry(async function* (): AsyncGenerator<Err<never, StoreFailure>, Result<BatchEnd, StoreFailure>> {
      const settled = yield* stores.work.settle(endings.map(({ settlement }) => settlement));
      const valid = new Map(settled.map((item) => [item.claim, item]));
      const records = endings.flatMap(({ claim, attempt }) =>
        attempt !== null && valid.has(claim.id) ? [attempt] : [],
      );
      let late = 0;
      for (const ending of endings) {
        if (valid.has(ending.claim.id) || ending.attempt === null) continue;
        const logged = yield* stores.attempts.find(ending.claim.id);
        // Any other entry is this batch's own, from a try whose commit went unconfirmed.
        if (logged !== null && logged.outcome !== 'interrupted') continue;
        late += 1;
        records.push(ending.attempt);
        if (logged === null || ending.attempt.outcome === 'released') continue;
        const { lane, key } = ending.claim;
        // What has come meanwhile leads to the next attempt; where nothing has, this one does.
        const [row] = yield* stores.work.find([{ lane, key }]);
        const trace = row === undefined ? ending.claim.trace : null;
        yield* stores.work.schedule([{ lane, key, class: ending.claim.class, delayMs: 0, uncertain: true, trace }]);
      }
      // Side by side: a store with a network in between takes both in one round trip.
      yield* ResultAsync.combine([
        tellContexts(stores, endings, valid),
        records.length > 0 ? stores.attempts.record(records) : okAsync(undefined),
      ]);
      for (const [lane, effect] of effectsByLane(endings)) {
        if (effect.kind === 'reopen') yield* stores.lanes.reopen(lane);
        else yield* stores.lanes.close(lane, effect.closing.forMs, effect.closing.reason, effect.closing.trip);
      }
      return ok({ settled, late });
    }),
  );

/** Lets the contexts acknowledge what was still valid, lane by lane, and hear of what parks. */
const tellContexts = <Stores>(
  stores: Stores,
  endings: readonly Ending<Stores>[],
  valid: ReadonlyMap<ClaimId, Settled>,
): ResultAsync<void, StoreFailure> =>
  safeTry(async function* (): AsyncGenerator<Err<never, StoreFailure>, Result<void, StoreFailure>> {
    for (const [lane, handler, acks] of acksByLane(endings, valid)) yield* handler.acknowledge(stores, lane, acks);
    for (const [lane, handler, parks] of parksByLane(endings, valid))
      if (handler.parked !== undefined) yield* handler.parked(stores, lane, parks);
    return ok(undefined);
  });

type LaneAcks<Stores> = readonly [
  Lane,
  WorkHandler<Stores, unknown, unknown>,
  { readonly claim: Claim; readonly ack: unknown; readonly moved: boolean }[],
];

const acksByLane = <Stores>(
  endings: readonly Ending<Stores>[],
  valid: ReadonlyMap<ClaimId, Settled>,
): Iterable<LaneAcks<Stores>> => {
  const lanes = new Map<LaneId, LaneAcks<Stores>>();
  for (const { claim, lane, handler, ack } of endings) {
    const settled = valid.get(claim.id);
    if (settled === undefined || ack === null || ack === undefined) continue;
    const entry = lanes.get(lane.id) ?? [lane, handler, []];
    entry[2].push({ claim, ack, moved: settled.moved });
    lanes.set(lane.id, entry);
  }
  return lanes.values();
};

const parksByLane = <Stores>(
  endings: readonly Ending<Stores>[],
  valid: ReadonlyMap<ClaimId, Settled>,
): Iterable<readonly [Lane, WorkHandler<Stores, unknown, unknown>, readonly Park[]]> => {
  const lanes = new Map<LaneId, readonly [Lane, WorkHandler<Stores, unknown, unknown>, Park[]]>();
  for (const { claim, lane, handler, settlement, attempt } of endings) {
    const { verdict, parked } = settlement;
    if (verdict !== 'park' || parked === null || valid.get(claim.id)?.moved !== false) continue;
    const entry = lanes.get(lane.id) ?? [lane, handler, []];
    entry[2].push({ key: claim.key, reason: parked, words: attempt?.reason ?? null, trace: claim.trace });
    lanes.set(lane.id, entry);
  }
  return lanes.values();
};

/** One effect a lane, in order of lanes: of several closings the longest, and a closing outweighs a reopening. */
const effectsByLane = <Stores>(endings: readonly Ending<Stores>[]): readonly (readonly [LaneId, LaneEffect])[] => {
  const lanes = new Map<LaneId, LaneEffect>();
  for (const { lane, effect } of endings) {
    if (effect === null) continue;
    const other = lanes.get(lane.id);
    if (other === undefined || (effect.kind === 'close' && outweighs(effect.closing, other)))
      lanes.set(lane.id, effect);
  }
  return [...lanes].sort(([a], [b]) => a - b);
};

const outweighs = (closing: LaneClosing, other: LaneEffect): boolean =>
  other.kind === 'reopen' ||
  (closing.trip && !other.closing.trip) ||
  (closing.trip === other.closing.trip && closing.forMs > other.closing.forMs);
