import type { Clock } from '../ports/clock.ts';
import type { Millis } from '../ports/instant.ts';
import type { Tracer } from '../ports/tracer.ts';
import type { AttemptReport, Loaded, WorkHandler } from './handler.ts';
import type { Lane } from './lane.ts';
import type { Outcome } from './outcome.ts';
import { traceAttempts } from './trace-attempts.ts';

/** What one call to a handler came to. */
export interface CallEnd {
  /** One for each member of the group, in order. */
  readonly reports: readonly AttemptReport<unknown>[];
  readonly durationMs: Millis;
  /** It was cut short from outside; nothing can be said about the target. */
  readonly aborted: boolean;
  /** What the handler threw. */
  readonly bug: unknown;
  /** W3C `traceparent` of the attempt of each member, where there is a tracer. */
  readonly traces?: readonly string[];
}

/** A call under way. */
export interface Call {
  readonly end: Promise<CallEnd>;
  /** Cuts it short; its outcome will be `unknown` unless the handler knows better within the grace time. */
  abort(): void;
}

/** Calls a handler with a group, for at most the lane's time-out and the grace time. The end never rejects. */
export const startCallTo = (
  handler: WorkHandler<never, unknown, unknown>,
  lane: Lane,
  group: readonly Loaded<unknown>[],
  clock: Clock,
  graceMs: Millis,
  tracer?: Tracer,
): Call => {
  const controller = new AbortController();
  const started = clock.monotonic();
  const deadline = started + lane.config.timeoutMs;
  let aborted = false;
  let giveUp = (): void => {};
  let cancelTimer = (): void => {};
  const expire = (): void => {
    controller.abort();
    cancelTimer();
    cancelTimer = clock.timer(graceMs, () => giveUp());
  };
  cancelTimer = clock.timer(lane.config.timeoutMs, expire);
  const context = {
    lane,
    signal: controller.signal,
    remainingMs: (): Millis => (controller.signal.aborted ? 0 : Math.max(0, deadline - clock.monotonic())),
  };
  const run = async (): Promise<CallEnd> => {
    let reports: readonly AttemptReport<unknown>[] = [];
    let bug: unknown = null;
    let why = 'The attempt did not end in time.';
    try {
      const given = new Promise<readonly AttemptReport<unknown>[]>((resolve) => (giveUp = () => resolve([])));
      const answered = handler.attempt(group, context).then((all) => {
        why = 'The handler answered for fewer keys than it was given.';
        return all;
      });
      reports = await Promise.race([answered, given]);
    } catch (error) {
      bug = error ?? 'unknown';
      why = 'The handler failed unexpectedly.';
    }
    cancelTimer();
    return {
      reports: group.map((_, index) => reports[index] ?? lostReport(why)),
      durationMs: Math.max(0, Math.round(clock.monotonic() - started)),
      aborted,
      bug,
    };
  };
  return {
    end: tracer === undefined ? run() : traceAttempts(tracer, lane, group, run),
    abort: () => {
      if (controller.signal.aborted) return;
      aborted = true;
      expire();
    },
  };
};

const lostReport = (reason: string): AttemptReport<unknown> => plainReport({ kind: 'unknown', reason });

/** A report of the kernel's own, about an attempt of which nothing else is known. */
export const plainReport = (outcome: Outcome): AttemptReport<unknown> => ({
  outcome,
  operation: null,
  version: null,
  exchanges: [],
  ack: null,
});
