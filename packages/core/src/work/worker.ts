import type { ResultAsync } from 'neverthrow';
import type { Millis } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import { createAlarm } from './alarm.ts';
import { createCallStarter } from './call-starter.ts';
import { createClaimer } from './claimer.ts';
import { createDeskBoard } from './desk-board.ts';
import { oweRedriveNow, possibleCalls } from './lane-desk.ts';
import type { WorkStores } from './ports.ts';
import { createRateGate } from './rate-gate.ts';
import { createSessionKeeper } from './session-keeper.ts';
import type { BatchEnd, Ending } from './settle-batch.ts';
import { createSettler } from './settler.ts';
import { defaultWorkerOptions, type WorkerDependencies, type WorkerStats } from './worker-options.ts';

/** Brings due keys up to date: claims, attempts, settles, over and over. Embed one a process. */
export interface Worker {
  /** Begins; fails when the store cannot be reached now. */
  start(): ResultAsync<void, StoreFailure>;
  /**
   * Ends: claims no more, waits up to `boundMs` for what is under way, then cuts it short (`unknown`), writes what there is to
   * write, for as long again at most, and ends its session.
   */
  stop(boundMs: Millis): Promise<void>;
  /** Resolves when nothing is due or under way. Keys that wait for later, parked keys, and closed or paused lanes are no hindrance. */
  idle(): Promise<void>;
  stats(): WorkerStats;
}

/** Makes a worker; it does nothing before `start`. */
export const createWorker = <Stores extends WorkStores>(dependencies: WorkerDependencies<Stores>): Worker => {
  const { transactor, handlers, doorbell, clock, random, rateLimiter, tracer, observer } = dependencies;
  const options = { ...defaultWorkerOptions, ...dependencies.options };
  const log = dependencies.log ?? (() => {});
  const counts = { claimed: 0, settled: 0, late: 0 };
  const alarm = createAlarm(clock);
  const board = createDeskBoard(handlers, options.lanes);
  let loop: Promise<void> | null = null;
  let deaf = (): void => {};

  const written = (endings: readonly Ending<Stores>[], end: BatchEnd): void => {
    counts.settled += end.settled.length;
    counts.late += end.late;
    const valid = new Set(end.settled.map(({ claim }) => claim));
    const moved = new Set(end.settled.filter((item) => item.moved).map(({ claim }) => claim));
    for (const { claim, lane, settlement, attempt, effect, healthy } of endings) {
      if (attempt !== null) observer?.attempted(lane, attempt.outcome, attempt.durationMs, !valid.has(claim.id));
      const desk = board.get(claim.lane)?.desk;
      if (desk !== undefined) {
        if (effect?.kind === 'close') desk.closings = Math.max(0, desk.closings - 1);
        // Only now: keys that had failed before are parked by now, and not by a batch that is still to come.
        if (effect?.kind === 'reopen') oweRedriveNow(desk);
        else if (healthy === true) desk.redriveOwed = true;
      }
      if (effect !== null) claimer.lanesChanged();
      if (settlement.verdict === 'done' || settlement.verdict === 'park') {
        if (moved.has(claim.id)) claimer.dueIn(claim.lane, 0);
      } else claimer.dueIn(claim.lane, settlement.delayMs ?? 0);
    }
    alarm.ring();
  };

  const settler = createSettler<Stores>({
    transactor,
    clock,
    log,
    options,
    tracer,
    written,
    trouble: () => keeper.trouble(),
  });
  const starter = createCallStarter<Stores>({
    clock,
    random,
    log,
    options,
    tracer,
    ended: (endings) => {
      settler.add(endings);
      alarm.ring();
    },
  });
  const keeper = createSessionKeeper<Stores>({
    transactor,
    handlers,
    clock,
    log,
    options,
    lost: () => starter.abortAll(),
    reaped: (keys) => {
      for (const { lane } of keys) claimer.dueIn(lane, 0);
      log('warn', 'Keys of a lost worker were taken over.', { keys: keys.length });
      alarm.ring();
    },
  });
  const desks = () => board.all().map(({ desk }) => desk);
  const claimer = createClaimer<Stores>({
    transactor,
    clock,
    log,
    options,
    board,
    gate: rateLimiter === undefined ? null : createRateGate({ limiter: rateLimiter, clock, log, options, desks }),
    starter,
    settler,
    keeper,
    alarm,
    claimed: (lane, keys) => {
      counts.claimed += keys;
      observer?.claimed(lane, keys);
    },
  });

  const waitFor = async (isSo: () => boolean, boundMs: Millis): Promise<boolean> => {
    const end = clock.monotonic() + boundMs;
    while (!isSo()) {
      const left = end - clock.monotonic();
      if (left <= 0) return false;
      await new Promise<void>((resolve) => void clock.timer(Math.min(left, 5), resolve));
    }
    return true;
  };

  const drain = async (boundMs: Millis): Promise<void> => {
    claimer.stop();
    deaf();
    await loop;
    if (!(await waitFor(() => starter.inFlight() === 0, boundMs))) {
      starter.abortAll();
      await waitFor(() => starter.inFlight() === 0, options.graceMs + 100);
    }
    if (!(await waitFor(() => settler.pending() === 0, Math.max(boundMs, options.settleWithinMs * 4)))) {
      log('error', 'Outcomes could not be written before the end; their keys will be taken over.', {
        outcomes: settler.pending(),
      });
    }
    settler.abandon();
    await keeper.close();
  };

  let drained: Promise<void> | null = null;
  return {
    start: () =>
      keeper.open().map(() => {
        deaf = doorbell.listen((rings) => {
          for (const { lane } of rings) claimer.dueIn(lane, 0);
          alarm.ring();
        });
        loop = claimer.run();
      }),
    stop: (boundMs) => (drained ??= drain(boundMs)),
    idle: () => claimer.idle(),
    stats: () => ({
      session: keeper.session(),
      inFlight: starter.inFlight(),
      unsettled: settler.pending(),
      ...counts,
      lanes: board.all().map(({ desk }) => ({
        lane: desk.lane.id,
        tenant: desk.lane.tenant,
        name: desk.lane.name,
        timeoutMs: desk.lane.config.timeoutMs,
        callsUnderWay: desk.calls,
        callsFree: possibleCalls(desk, keeper.standing(desk.lane.name), clock.monotonic()),
      })),
    }),
  };
};
