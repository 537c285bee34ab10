import type { Clock } from '../ports/clock.ts';
import type { Random } from '../ports/random.ts';
import type { Tracer } from '../ports/tracer.ts';
import { plainReport, startCallTo, type Call, type CallEnd } from './attempt-runner.ts';
import type { Attempt } from './attempt.ts';
import type { Claim, SessionId } from './claim.ts';
import { decideSettlement, releaseClaim, type LaneClosing } from './decide-settlement.ts';
import type { AttemptReport, Loaded, WorkHandler } from './handler.ts';
import { isHealthy, noteAtDesk, reopenDesk, startCall, tripDesk, type LaneDesk } from './lane-desk.ts';
import type { Outcome } from './outcome.ts';
import type { Ending, LaneEffect } from './settle-batch.ts';
import type { WorkLog, WorkerOptions } from './worker-options.ts';

export interface CallStarterDependencies<Stores> {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: WorkLog;
  readonly options: WorkerOptions;
  readonly tracer?: Tracer | undefined;
  /** Takes the endings of a call. */
  readonly ended: (endings: readonly Ending<Stores>[]) => void;
}

/** Claims that can be started, of one lane and session. */
export interface Startable<Stores> {
  readonly desk: LaneDesk;
  readonly handler: WorkHandler<Stores, unknown, unknown>;
  readonly session: SessionId;
  /** This is the one key that finds out whether a half-open lane has recovered. */
  readonly probe: boolean;
}

/** Starts calls to handlers and turns what they come to into endings. */
export interface CallStarter<Stores> {
  /** Starts one call for each group of the lane's batch size. */
  start(of: Startable<Stores>, loaded: readonly Loaded<unknown>[]): void;
  /** Ends a claim without a call, as if it had come to this. */
  endUnsent(of: Startable<Stores>, claim: Claim, outcome: Outcome): void;
  /** Gives claims back. */
  release(of: Startable<Stores>, claims: readonly Claim[]): void;
  abortAll(): void;
  /** Claimed keys under way. */
  inFlight(): number;
}

/** What was thrown, for the log. */
const inWords = (thrown: unknown): string =>
  thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : JSON.stringify(thrown);

export const createCallStarter = <Stores>(dependencies: CallStarterDependencies<Stores>): CallStarter<Stores> => {
  const { clock, random, log, options, tracer, ended } = dependencies;
  const calls = new Map<Call, number>();

  /** What an outcome does to the lane, as this worker and as the store shall know it. */
  const effectOf = (of: Startable<Stores>, healthy: boolean | null, closing: LaneClosing | null): LaneEffect | null => {
    const effect = of.probe
      ? afterProbe(of.desk, healthy, closing)
      : afterCall(of.desk, healthy, closing, clock.monotonic());
    if (effect?.kind === 'close') of.desk.closings += 1;
    return effect;
  };

  const endingOf = (
    of: Startable<Stores>,
    claim: Claim,
    report: AttemptReport<unknown>,
    end: CallEnd,
  ): Ending<Stores> => {
    const { settlement, closing } = decideSettlement(claim, report.outcome, of.desk.lane.config, random);
    const healthy = healthAfter(report, end.aborted);
    return {
      claim,
      lane: of.desk.lane,
      handler: of.handler,
      settlement,
      attempt: attemptOf(of.session, claim, report, end.durationMs),
      ack: report.ack,
      effect: effectOf(of, healthy, closing),
      healthy,
    };
  };

  const finish = (of: Startable<Stores>, group: readonly Loaded<unknown>[], end: CallEnd): void => {
    of.desk.calls -= 1;
    if (of.probe) of.desk.probing = false;
    if (end.bug !== null)
      log('error', 'A handler failed unexpectedly.', { lane: of.desk.lane.name, error: inWords(end.bug) });
    ended(
      group.map(({ claim }, index) =>
        endingOf(of, tracedClaim(claim, end.traces?.[index]), end.reports[index] ?? lost, end),
      ),
    );
  };

  return {
    start: (of, loaded) => {
      const size = Math.max(1, of.desk.lane.config.batchSize);
      for (let from = 0; from < loaded.length; from += size) {
        const group = loaded.slice(from, from + size);
        startCall(of.desk);
        const call = startCallTo(of.handler, of.desk.lane, group, clock, options.graceMs, tracer);
        calls.set(call, group.length);
        void call.end.then((end) => {
          calls.delete(call);
          finish(of, group, end);
        });
      }
    },
    endUnsent: (of, claim, outcome) => {
      const { settlement } = decideSettlement(claim, outcome, of.desk.lane.config, random);
      const attempt = attemptOf(of.session, claim, plainReport(outcome), 0);
      const { handler, desk } = of;
      ended([{ claim, lane: desk.lane, handler, settlement, attempt, ack: null, effect: null, healthy: null }]);
    },
    release: (of, claims) =>
      ended(
        claims.map((claim) => ({
          claim,
          lane: of.desk.lane,
          handler: of.handler,
          settlement: releaseClaim(claim),
          attempt: { ...attemptOf(of.session, claim, lost, 0), outcome: 'released', reason: null },
          ack: null,
          effect: null,
          healthy: null,
        })),
      ),
    abortAll: () => {
      for (const call of calls.keys()) call.abort();
    },
    inFlight: () => [...calls.values()].reduce((sum, size) => sum + size, 0),
  };
};

const lost = plainReport({ kind: 'unknown', reason: 'The attempt was lost.' });

/** What an attempt leads to stands below the attempt. */
const tracedClaim = (claim: Claim, trace: string | undefined): Claim =>
  trace === undefined ? claim : { ...claim, trace };

/** What an attempt says about the target; null when it was cut short, or nothing was sent. */
const healthAfter = ({ outcome, operation }: AttemptReport<unknown>, aborted: boolean): boolean | null => {
  const unsent = operation === null && outcome.kind !== 'unknown' && outcome.kind !== 'failed';
  return unsent || (aborted && outcome.kind === 'unknown') ? null : isHealthy(outcome);
};

const afterCall = (
  desk: LaneDesk,
  healthy: boolean | null,
  closing: LaneClosing | null,
  now: number,
): LaneEffect | null => {
  const opened = healthy === null ? null : noteAtDesk(desk, healthy, now);
  const close = closing ?? opened;
  return close === null ? null : { kind: 'close', closing: close };
};

const afterProbe = (desk: LaneDesk, healthy: boolean | null, closing: LaneClosing | null): LaneEffect => {
  if (closing !== null) return { kind: 'close', closing };
  // Nothing was learnt: closing for no time at all frees the probe for another key, or for somebody else.
  if (healthy === null)
    return { kind: 'close', closing: { forMs: 0, reason: desk.lane.closedReason ?? 'breaker', trip: false } };
  if (!healthy) return { kind: 'close', closing: tripDesk(desk) };
  reopenDesk(desk);
  return { kind: 'reopen' };
};

const attemptOf = (session: SessionId, claim: Claim, report: AttemptReport<unknown>, durationMs: number): Attempt => ({
  claim: claim.id,
  lane: claim.lane,
  key: claim.key,
  session,
  claimedAt: claim.claimedAt,
  outcome: report.outcome.kind,
  reason: 'reason' in report.outcome ? report.outcome.reason : null,
  operation: report.operation,
  version: report.version,
  durationMs,
  exchanges: report.exchanges,
});
