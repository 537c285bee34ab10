import type { Clock } from '../ports/clock.ts';
import type { Millis } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Transactor } from '../ports/transactor.ts';
import type { Alarm } from './alarm.ts';
import type { CallStarter, Startable } from './call-starter.ts';
import { claimOnly, loadCarefully } from './careful-claims.ts';
import {
  keepable,
  runClaimCycle,
  runsAlone,
  type Ask,
  type CyclePlan,
  type CycleYield,
  type Taken,
} from './claim-cycle.ts';
import type { SessionId } from './claim.ts';
import type { DeskBoard, Place } from './desk-board.ts';
import type { Loaded } from './handler.ts';
import type { Lane, LaneId } from './lane.ts';
import type { WorkStores } from './ports.ts';
import { probeLane } from './probe-lane.ts';
import type { RateGate } from './rate-gate.ts';
import type { SessionKeeper } from './session-keeper.ts';
import type { Settler } from './settler.ts';
import type { WorkLog, WorkerOptions } from './worker-options.ts';

export interface ClaimerDependencies<Stores extends WorkStores> {
  readonly transactor: Transactor<Stores>;
  readonly clock: Clock;
  readonly log: WorkLog;
  readonly options: WorkerOptions;
  readonly board: DeskBoard<Stores>;
  /** Null where each worker keeps to its share of the rates. */
  readonly gate: RateGate | null;
  readonly starter: CallStarter<Stores>;
  readonly settler: Settler<Stores>;
  readonly keeper: SessionKeeper;
  readonly alarm: Alarm;
  readonly claimed: (lane: Lane, keys: number) => void;
}

/** Fills free slots with due keys, for ever. */
export interface Claimer {
  run(): Promise<void>;
  stop(): void;
  /** A key of this lane is due in this long. */
  dueIn(lane: LaneId, delayMs: Millis): void;
  /** Lanes were closed or opened; look at them again. */
  lanesChanged(): void;
  idle(): Promise<void>;
}

const firstPauseMs: Millis = 50;
const longestPauseMs: Millis = 2_000;
/** The least time between looking ahead twice while there is work. */
const lookApartMs: Millis = 200;
/** The least time until a row is looked for again that is due but could not be had. */
const tryAgainMs: Millis = 5;
const probePauseMs: Millis = 1_000;
const redriveLimit = 1_000;

export const createClaimer = <Stores extends WorkStores>(dependencies: ClaimerDependencies<Stores>): Claimer => {
  const { transactor, clock, log, options, board, gate, starter, settler, keeper, alarm, claimed } = dependencies;
  let stopping = false;
  let lanesAt: Millis = -Infinity;
  let lookedAt: Millis = -Infinity;
  /** When to look ahead next. */
  let lookAt: Millis = -Infinity;
  /** When the next row known of is due. */
  let wakeAt: Millis = -Infinity;
  let pauseMs = 0;
  /** Counts whatever may have made something due; tells whether a look is still true. */
  let stirrings = 0;
  let waiters: (() => void)[] = [];

  const dueIn = (lane: LaneId, delayMs: Millis): void => {
    stirrings += 1;
    if (delayMs > 0) wakeAt = Math.min(wakeAt, clock.monotonic() + delayMs);
    else {
      const place = board.get(lane);
      // A lane that is not known yet shows up when the lanes are read again.
      if (place !== undefined) place.desk.due = true;
      else if (!board.isOthers(lane)) lanesAt = -Infinity;
    }
  };

  const startAll = (
    place: Place<Stores>,
    session: SessionId,
    loaded: readonly Loaded<unknown>[],
    probe: boolean,
  ): void => {
    if (loaded.length === 0) return;
    claimed(place.desk.lane, loaded.length);
    const of: Startable<Stores> = { ...place, session, probe };
    if (stopping)
      starter.release(
        of,
        loaded.map(({ claim }) => claim),
      );
    else starter.start(of, loaded);
  };

  const noteYield = (place: Place<Stores>, hungry: Taken<Stores>['hungry'], crashed: boolean): void => {
    place.desk.hungry = hungry;
    place.desk.alone = crashed;
    if (hungry.size > 0 || crashed) place.desk.due = true;
  };

  const pause = (failure: StoreFailure): void => {
    keeper.trouble();
    pauseMs = Math.min(longestPauseMs, Math.max(firstPauseMs, pauseMs * 2));
    log('warn', 'The worker could not claim; it tries again.', {
      code: failure.code,
      reason: failure.message,
      pauseMs,
    });
  };

  const markDue = (asks: readonly Ask<Stores>[]): void => {
    for (const { lane } of asks) dueIn(lane.id, 0);
  };

  /** Claims and loads apart, so that what cannot be loaded stops nobody else. */
  const claimCarefully = async (session: SessionId, asks: readonly Ask<Stores>[]): Promise<void> => {
    const taken = await claimOnly(transactor, session, asks);
    if (taken.isErr()) {
      markDue(asks);
      return pause(taken.error);
    }
    for (const { ask, claims, hungry } of taken.value) {
      const place = board.get(ask.lane.id);
      if (place === undefined) continue;
      const of: Startable<Stores> = { ...place, session, probe: false };
      const kept = keepable(ask, claims);
      const { loaded, bad, unloaded } = await loadCarefully(transactor, ask, kept);
      starter.release(of, [...unloaded, ...claims.filter((claim) => !kept.includes(claim))]);
      for (const { claim, outcome } of bad) starter.endUnsent(of, claim, outcome);
      noteYield(place, hungry, claims.some(runsAlone));
      startAll(place, session, loaded, false);
    }
  };

  const runCycle = async (plan: CyclePlan<Stores>): Promise<CycleYield | null> => {
    let failure: StoreFailure;
    try {
      const result = await runClaimCycle(transactor, plan);
      if (result.isOk()) {
        pauseMs = 0;
        return result.value;
      }
      failure = result.error;
    } catch (error) {
      failure = { code: 'STORE_DATA', message: String(error) };
    }
    if (failure.code === 'STORE_DATA' && plan.asks.length > 0) {
      log('error', 'Due keys could not be loaded together; they are loaded apart.', { reason: failure.message });
      await claimCarefully(plan.session, plan.asks);
    } else {
      markDue(plan.asks);
      pause(failure);
    }
    return null;
  };

  const cycle = async (
    session: SessionId,
    asks: readonly Ask<Stores>[],
    lookIn: readonly LaneId[] | null,
  ): Promise<CycleYield | null> => {
    const now = clock.monotonic();
    const refreshLanes = now - lanesAt >= options.lookEveryMs;
    if (refreshLanes) lanesAt = now;
    const given = await runCycle({ session, asks, refreshLanes, lookIn });
    if (given === null) {
      if (refreshLanes) lanesAt = -Infinity;
      return null;
    }
    if (given.lanes !== null && board.update(given.lanes)) stirrings += 1;
    for (const { lane, loaded, hungry, crashed } of given.yields) {
      const place = board.get(lane.id);
      if (place === undefined) continue;
      noteYield(place, hungry, crashed);
      startAll(place, session, loaded, false);
    }
    if (given.looked) {
      lookedAt = now;
      lookAt = now + options.lookEveryMs;
    } else if (given.yields.some(({ hungry }) => hungry.size === 0)) lookAt = Math.min(lookAt, lookedAt + lookApartMs);
    if (given.nextDueMs !== null) wakeAt = Math.min(wakeAt, now + Math.max(given.nextDueMs, tryAgainMs));
    return given;
  };

  const probe = async (session: SessionId, place: Place<Stores>): Promise<void> => {
    const { desk } = place;
    await gate?.admit([{ desk, calls: 1 }]);
    if (desk.allowance !== null && desk.lane.config.rate !== null && desk.allowance.tokens < 1) {
      desk.probeNotBefore = desk.allowance.askAt;
      return;
    }
    const ask = board.probeAsk(place);
    const { timeoutMs } = place.desk.lane.config;
    let failed: string;
    try {
      const result = await probeLane(transactor, session, ask, timeoutMs + options.graceMs + options.revokeAfterMs);
      if (result.isOk()) {
        place.desk.due = true;
        place.desk.probing = result.value.length > 0;
        return startAll(place, session, result.value, true);
      }
      failed = result.error.code;
    } catch (error) {
      failed = String(error);
    }
    place.desk.probeNotBefore = clock.monotonic() + probePauseMs;
    place.desk.due = true;
    if (failed === 'NO_PROBE') return;
    // The key at its head cannot even be loaded: it is set aside, and another one probes.
    if (!failed.startsWith('STORE_') || failed === 'STORE_DATA') await claimCarefully(session, [ask]);
    else keeper.trouble();
  };

  const redrive = async (place: Place<Stores>): Promise<void> => {
    const { desk } = place;
    const now = clock.monotonic();
    // Beforehand: what comes to be owed meanwhile is another one.
    desk.redriveOwed = false;
    desk.redrivenAt = now;
    const result = await transactor.run((stores) =>
      stores.work.redrive(desk.lane.id, ['exhausted'], 'bulk', redriveLimit),
    );
    if (result.isErr()) pause(result.error);
    else if (result.value > 0) dueIn(desk.lane.id, 0);
    if (result.isOk() && result.value < redriveLimit) return;
    // There is more to do, after the other lanes.
    desk.redriveOwed = true;
    desk.redrivenAt = Math.min(desk.redrivenAt, now - options.redriveEveryMs);
  };

  /** The lane to re-drive now; null when there is none. One a step: lanes that recover together must not hold up claiming. */
  const owedRedrive = (now: Millis): Place<Stores> | null => {
    let owed: Place<Stores> | null = null;
    for (const place of board.all()) {
      const { redriveOwed, redrivenAt } = place.desk;
      if (!redriveOwed || now - redrivenAt < options.redriveEveryMs) continue;
      if (owed === null || redrivenAt < owed.desk.redrivenAt) owed = place;
    }
    return owed;
  };

  const isQuiet = (): boolean =>
    starter.inFlight() === 0 && settler.pending() === 0 && owedRedrive(clock.monotonic()) === null;

  /** Looks everywhere for what could be claimed now, on behalf of those who wait for quiet. */
  const lookForWaiters = async (session: SessionId): Promise<void> => {
    const before = stirrings;
    const given = await cycle(
      session,
      [],
      board.all().map(({ desk }) => desk.lane.id),
    );
    if (given === null || given.nextDueMs === 0 || !isQuiet() || stirrings !== before || lanesAt === -Infinity) return;
    const resolved = waiters;
    waiters = [];
    for (const resolve of resolved) resolve();
  };

  const step = async (): Promise<void> => {
    const session = keeper.session();
    if (session === null) return;
    const now = clock.monotonic();
    if (now >= wakeAt) {
      wakeAt = Infinity;
      board.allDue();
    }
    const owed = owedRedrive(now);
    if (owed !== null) await redrive(owed);
    for (const place of board.toProbe(now)) await probe(session, place);
    const mayClaim = settler.pending() <= options.maxUnsettled;
    const admitting = mayClaim ? admission() : null;
    if (admitting !== null) await admitting;
    const asks = mayClaim ? board.takeAsks(keeper.standing, clock.monotonic()) : [];
    const look = now >= lookAt || (asks.length > 0 && now - lookedAt >= lookApartMs);
    if (waiters.length > 0 && asks.length === 0 && isQuiet()) await lookForWaiters(session);
    else if (asks.length > 0 || look || lanesAt === -Infinity)
      await cycle(session, asks, look ? readyBut(asks, now) : null);
  };

  /** What there is to wait for before claiming; null when nothing. */
  const admission = (): Promise<void> | null => gate?.admit(board.toAdmit(keeper.standing, clock.monotonic())) ?? null;

  const readyBut = (asks: readonly Ask<Stores>[], now: Millis): readonly LaneId[] =>
    board.ready(keeper.standing, now).filter((lane) => !asks.some((ask) => ask.lane.id === lane));

  const untilNextStepMs = (): Millis => {
    if (pauseMs > 0) return pauseMs;
    const now = clock.monotonic();
    if (owedRedrive(now) !== null) return 0;
    if (settler.pending() <= options.maxUnsettled && board.hasWork(keeper.standing, now)) return 0;
    if (waiters.length > 0 && isQuiet()) return tryAgainMs;
    const chanceMs = board.nextChanceMs(keeper.standing, now);
    return Math.max(0, Math.min(wakeAt - now, lookAt - now, chanceMs, options.lookEveryMs));
  };

  /**
   * A slot seldom becomes free alone. With a store that answers without ever letting other events in (PGlite), claiming at the
   * first one would claim keys one by one.
   */
  const gather = (): Promise<void> => new Promise((resolve) => void clock.timer(options.claimWithinMs, resolve));

  return {
    run: async () => {
      while (!stopping) {
        try {
          await step();
        } catch (error) {
          pause({ code: 'STORE_DATA', message: String(error) });
        }
        gate?.giveBack();
        if (pauseMs > 0) await new Promise<void>((resolve) => void clock.timer(pauseMs, resolve));
        else {
          const sleepMs = untilNextStepMs();
          if (((await alarm.sleep(sleepMs)) || sleepMs === 0) && !stopping) await gather();
        }
      }
      for (const resolve of waiters) resolve();
    },
    stop: () => {
      stopping = true;
      alarm.ring();
    },
    dueIn,
    lanesChanged: () => void (lanesAt = -Infinity),
    idle: () =>
      stopping
        ? Promise.resolve()
        : new Promise((resolve) => {
            waiters.push(resolve);
            alarm.ring();
          }),
  };
};
